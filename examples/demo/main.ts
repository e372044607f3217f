// The demo: three live configs are adopted, edited in code, edited behind the code's back, and converged.
// Runs examples/quickstart, in a copy, against a local emulator of the API.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { run } from "../../provider/cli/commandLine";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../../test/emulator";
import { readSeed } from "../../test/emulator/seedFile";
import { type Engine, EngineError, enginesAtHand, NO_PULUMI_NOTICE, type Stack } from "../../test/engine";
import { copyExample } from "../../test/support/exampleCopy";

const root = path.join(__dirname, "../..");
const salesFloor = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

async function main(): Promise<void> {
  const engine = chooseEngine();
  say(`Engine: ${engine.description}`);
  const emulator = await startEmulator({ seed: readSeed(path.join(root, "test/emulator/seed.json")) });
  const program = await copyExample("quickstart", "demo");
  let stack: Stack | undefined;
  try {
    stack = await engine.createStack({
      projectDir: program,
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
        "carecycle:clientId": { value: DEFAULT_CLIENT_ID },
      },
      // The repository's type check covers the program: six more, one in each run, would be most of the demo's time.
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    await play(stack, emulator, path.join(program, "index.ts"));
  } finally {
    await stack?.dispose();
    await fs.rm(program, { recursive: true, force: true });
    await emulator.close();
  }
}

async function play(stack: Stack, emulator: Emulator, program: string): Promise<void> {
  const sent = () => {
    const writes = emulator.writes().map((w) => `  ${w.method} ${w.path}\n       ${JSON.stringify(w.body)}`);
    say(
      writes.length > 0
        ? `Sent to the API:\n${writes.join("\n")}`
        : "Sent to the API: no PATCH, nothing to change.",
    );
    emulator.clearLog();
  };
  const expectWrites = (count: number) => {
    const got = emulator.writes().length;
    if (got !== count) throw new Error(`expected ${count} writes, the API got ${got}`);
  };

  step("1. pulumi up: adopts three live configs, which are as the code declares them");
  show((await stack.up()).text);
  expectWrites(0);
  sent();

  step("2. The code changes: sales gets another number, and a cold transfer");
  const before = await fs.readFile(program, "utf8");
  const after = before
    .replace('"+15550100"', '"+15550123"')
    .replace("warmTransfer: true", "warmTransfer: false");
  if (after === before)
    throw new Error("examples/quickstart/index.ts no longer has the lines that the demo edits");
  await fs.writeFile(program, after);
  say("pulumi preview:");
  show((await stack.preview()).text);
  expectWrites(0);
  say("pulumi up:");
  show((await stack.up()).text);
  expectWrites(1);
  sent();

  step("3. Somebody edits the number in the dashboard");
  emulator.set(salesFloor, { directPhoneNumber: "+15550666" });
  say("pulumi preview --refresh --run-program: live (left) against code (right)");
  const drifted = await stack.preview({ refresh: true });
  show(drifted.text);
  expectWrites(0);
  say("pulumi up --refresh --run-program:");
  show((await stack.up({ refresh: true })).text);
  expectWrites(1);
  sent();

  step("4. pulumi preview --refresh --run-program: code and live agree");
  const last = await stack.preview({ refresh: true });
  show(last.text);
  const changed = last.steps.filter((s) => s.op !== "same" && s.op !== "refresh");
  if (changed.length > 0) throw new Error(`expected no change, got ${changed.map((s) => s.op).join(", ")}`);
  expectWrites(0);
  say("No change.");

  const page = await reportPage(drifted.json);
  say(`\nStep 3 as a page for reviewers (pulumi-carecycle report): ${page}`);
}

/** Writes the report of a preview as a page, where it stays. Returns its path. */
async function reportPage(preview: unknown): Promise<string> {
  const page = path.join(root, ".work/demo-report.html");
  const stdin = Readable.from([JSON.stringify(preview)]);
  const { stdout } = process;
  // Its one line sums up step 3, and would seem to be about the last one.
  const stderr = new Writable({ write: (_chunk, _encoding, done) => done() });
  const code = await run(["report", "--output", page], { stdin, stdout, stderr, env: {}, cwd: () => root });
  if (code !== 2) throw new Error(`the report of a drifted config ended with exit code ${code}`);
  return page;
}

function chooseEngine(): Engine {
  const { values } = parseArgs({ options: { engine: { type: "string" }, help: { type: "boolean" } } });
  if (values.help) {
    say("npm run demo -- [--engine pulumi|embedded]: the real CLI where there is one, unless told.");
    process.exit(0);
  }
  const engines = enginesAtHand();
  if (values.engine === undefined) {
    const real = engines.find((e) => e.name === "pulumi");
    if (!real) say(`${NO_PULUMI_NOTICE} To get the CLI: https://www.pulumi.com/docs/install/`);
    return real ?? pick(engines, "embedded");
  }
  return pick(engines, values.engine);
}

function pick(engines: readonly Engine[], name: string): Engine {
  const found = engines.find((engine) => engine.name === name);
  if (found) return found;
  if (name !== "pulumi") throw new Error(`--engine is pulumi or embedded, not ${name}`);
  throw new Error(
    "no pulumi on PATH or in ~/.pulumi/bin. Install it (https://www.pulumi.com/docs/install/), or leave --engine out.",
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function step(title: string): void {
  say(`\n${"=".repeat(title.length)}\n${title}\n${"=".repeat(title.length)}`);
}

function show(text: string): void {
  say(`${text.trim().replace(/^/gm, "  | ")}\n`);
}

main().catch((error: unknown) => {
  const printed = error instanceof EngineError ? `${error.result.text}\n` : "";
  process.stderr.write(`${printed}demo: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
