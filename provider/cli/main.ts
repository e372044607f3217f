#!/usr/bin/env node
// The command line: parses arguments, runs a command, and turns its outcome into an exit code.
import { run } from "./commands";

run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
