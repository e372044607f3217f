// The report's benchmark: a preview of 500 configs, read and rendered by a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fleet } from "../support/previews";

const size = 500;
const boundMs = 2_000;
const boundMegabytes = 200;
const command = join(__dirname, "../../provider/dist/cli/main.js");

/** Measures every format; tells whether every bound was met. */
export async function run(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), "carecycle-bench-"));
  try {
    const file = join(folder, "preview.json");
    writeFileSync(file, JSON.stringify(fleet("both", size), null, 4));
    let met = true;
    for (const format of ["text", "markdown", "json", "html", "junit", "sarif"]) {
      const { ms, megabytes, code } = await measure(["report", file, "--format", format]);
      const ok = code === 2 && ms <= boundMs && megabytes <= boundMegabytes;
      met &&= ok;
      process.stdout.write(
        `${ok ? "OK    " : "NOT OK"} ${size} configs as ${format}: ${(ms / 1000).toFixed(2)} s (bound ${boundMs / 1000} s), ` +
          `${megabytes.toFixed(0)} MB (bound ${boundMegabytes} MB), exit code ${code} (expected 2)\n`,
      );
    }
    return met;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// The process itself knows its largest size; it tells it on a pipe beside its output.
const wrapper =
  'process.on("exit", () => require("node:fs").writeSync(3, String(process.resourceUsage().maxRSS)));' +
  "process.argv.splice(1, 0, process.env.BENCH_COMMAND); require(process.env.BENCH_COMMAND);";

async function measure(args: string[]): Promise<{ ms: number; megabytes: number; code: number | null }> {
  const begun = performance.now();
  const child = spawn(process.execPath, ["-e", wrapper, "--", ...args], {
    env: { ...process.env, BENCH_COMMAND: command },
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let kilobytes = "";
  child.stdio[3]?.on("data", (chunk) => {
    kilobytes += String(chunk);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { ms: performance.now() - begun, megabytes: Number(kilobytes) / 1024, code };
}
