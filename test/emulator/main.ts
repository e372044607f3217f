// The emulator on the command line: `tsx test/emulator/main.ts --port 4010 --seed test/emulator/seed.json`.
import { optionsOf, USAGE } from "./arguments";
import { startEmulator } from "./index";

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  if (options === "help") {
    console.log(USAGE);
    return;
  }
  const emulator = await startEmulator(options);
  const quota = `${options.rate} requests per ${options.windowSeconds} s`;
  // Before the line: who reads it may send the signal at once.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void emulator.close());
  console.log(`careCycle emulator on ${emulator.url} (${quota})`);
}

main().catch((error: unknown) => {
  console.error(`careCycle emulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
