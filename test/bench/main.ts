// Benchmarks, by name: `npm run bench -- quota` or `npm run bench -- report`.

interface Bench {
  /** Prints figures and OK / NOT OK lines; tells whether every bound was met. */
  run(): Promise<boolean>;
}

// Each is loaded only when it is asked for.
const benches: Record<string, () => Bench> = {
  quota: () => require("./quota"),
  report: () => require("./report"),
};

async function main(name: string | undefined): Promise<boolean> {
  const load = benches[name ?? ""];
  if (load) return load().run();
  process.stderr.write(`usage: npm run bench -- ${Object.keys(benches).join("|")}\n`);
  return false;
}

void main(process.argv[2]).then((met) => {
  process.exitCode = met ? 0 : 1;
});
