// Loaded into every Node process of a run: tells the largest size that the program's and the provider's had.
const fs = require("node:fs");
const path = require("node:path");

const script = (process.argv[1] ?? "").replaceAll("\\", "/");
const role = /\/cmd\/dynamic-provider\b/.test(script)
  ? "provider"
  : /\/cmd\/run\b/.test(script)
    ? "program"
    : undefined;
const folder = process.env.BENCH_PEAKS;

if (role && folder) {
  const file = path.join(folder, `${role}-${process.pid}`);
  const tell = () => fs.writeFileSync(file, String(process.resourceUsage().maxRSS));
  // The engine may kill the provider's process, which then has no exit to speak of.
  setInterval(tell, 200).unref();
  process.on("exit", tell);
}
