// The demo's benchmark: how long a newcomer watches, on each engine at hand.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { enginesAtHand } from "../engine";

const boundSeconds = 15;
const rounds = 3;

/** Measures; tells whether the bound was met on every engine. The fastest round counts: other work only adds to it. */
export async function run(): Promise<boolean> {
  let met = true;
  for (const { name, description } of enginesAtHand()) {
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push(await demo(name));
    const fastest = Math.min(...seconds);
    const ok = fastest <= boundSeconds;
    met &&= ok;
    const all = seconds.map((s) => s.toFixed(1)).join(", ");
    process.stdout.write(
      `${ok ? "OK    " : "NOT OK"} demo on ${description}: ${fastest.toFixed(1)} s (bound ${boundSeconds} s; rounds: ${all})\n`,
    );
  }
  return met;
}

async function demo(engine: string): Promise<number> {
  const begun = performance.now();
  const child = spawn("npm", ["run", "--silent", "demo", "--", "--engine", engine], {
    cwd: join(__dirname, "../.."),
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the demo ended with ${code}`);
  return (performance.now() - begun) / 1000;
}
