#!/usr/bin/env node
// The command line: runs a command, and turns its outcome into an exit code.
import { run } from "./commandLine";

// A reader that has seen enough (`| head`) isn't a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
