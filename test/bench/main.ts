// Benchmarks, by name: `npm run bench -- quota`, for one. What follows the name is the benchmark's own.
import { runMain } from "../support/runMain";

interface Bench {
  /** Prints figures and OK / NOT OK lines; tells whether every bound was met. */
  run(args: string[]): Promise<boolean>;
}

// Each is loaded only when it is asked for.
const benches: Record<string, () => Bench> = {
  demo: () => require("./demo"),
  engine: () => require("./engine"),
  import: () => require("./import"),
  quota: () => require("./quota"),
  report: () => require("./report"),
};

async function main(name: string | undefined, args: string[]): Promise<boolean> {
  const load = benches[name ?? ""];
  if (load) return load().run(args);
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join("|")}\n`);
  return false;
}

runMain("bench", async () => ((await main(process.argv[2], process.argv.slice(3))) ? 0 : 1));
