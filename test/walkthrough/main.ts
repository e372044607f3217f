// `npm run walkthrough`: what docs/getting-started.md tells somebody without an account to type, typed, on the real Pulumi CLI.
// Only the emulator's port and the folder are others, so that it disturbs nobody.
import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { blocksOf } from "../docs/pages";
import { type Emulator, startEmulator } from "../emulator";
import { optionsOf } from "../emulator/arguments";
import { findPulumi } from "../engine";

const root = path.join(__dirname, "../..");
const page = "docs/getting-started.md";
const section = "## Without an account";

/** Commands that end with another exit code than 0, which is how they say that there are changes. */
const exitCodes: readonly (readonly [RegExp, number])[] = [[/pulumi-carecycle (preview|drift)\b/, 2]];

/** The lines of each shell block of the section. */
function blocks(): string[][] {
  const text = fs.readFileSync(path.join(root, page), "utf8");
  const [, rest = ""] = text.split(`${section}\n`);
  return blocksOf({ path: page, text: rest.split("\n## ")[0] ?? "" })
    .filter(({ language }) => language === "sh")
    .map(({ code }) => code.split("\n"));
}

/** Types lines in a folder, each as a shell would with what was exported before. */
class Terminal {
  readonly #exported: string[] = [];

  constructor(
    private readonly folder: string,
    private readonly url: string,
    private readonly pulumi: string,
  ) {}

  /** Returns what the lines printed. */
  async type(lines: readonly string[]): Promise<string> {
    const printed: string[] = [];
    for (const line of lines)
      printed.push(await this.#run(line.replaceAll("http://127.0.0.1:4010", this.url)));
    return printed.join("\n");
  }

  async #run(line: string): Promise<string> {
    const begin = Date.now();
    const options = {
      cwd: this.folder,
      env: {
        ...process.env,
        PATH: `${path.dirname(this.pulumi)}${path.delimiter}${process.env.PATH}`,
        PULUMI_HOME: path.join(this.folder, "home"),
        // There is nobody to ask.
        PULUMI_SKIP_CONFIRMATIONS: "true",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        CARECYCLE_API_KEY: undefined,
        CARECYCLE_BASE_URL: undefined,
      },
    };
    const script = [...this.#exported, line].join("\n");
    const { status, printed } = await new Promise<{ status: unknown; printed: string }>((resolve) => {
      execFile("bash", ["-c", script], options, (error, stdout, stderr) =>
        resolve({ status: error?.code ?? 0, printed: `${stdout}\n${stderr}` }),
      );
    });
    if (line.startsWith("export ")) this.#exported.push(line);
    process.stdout.write(`${((Date.now() - begin) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
    const expected = exitCodes.find(([pattern]) => pattern.test(line))?.[1] ?? 0;
    expect(status === expected, `${line} ends with exit code ${expected}, not ${status}`, printed);
    return printed;
  }
}

function expect(holds: boolean, what: string, text = ""): void {
  if (!holds) throw new Error(`expected that ${what}\n${text}`);
}

async function main(): Promise<void> {
  const pulumi = findPulumi();
  if (pulumi === undefined) {
    process.stdout.write("No `pulumi` on PATH or in ~/.pulumi/bin: nothing was tried.\n");
    return;
  }
  const [begin = [], update = [], drift = [], ...more] = blocks();
  expect(more.length === 0 && drift.length > 0, `${page} has three blocks in "${section}"`);
  const started = begin.find((line) => line.startsWith("npm run emulator -- "));
  const options = optionsOf((started ?? "").split(" ").slice(4));
  if (options === "help") throw new Error("the page starts no emulator");
  const emulator = await startEmulator({ ...options, port: 0 });
  // Inside the checkout, as the page has it: the program and the command line are found in the node_modules above.
  fs.mkdirSync(path.join(root, ".work"), { recursive: true });
  const folder = fs.mkdtempSync(path.join(root, ".work/walkthrough-"));
  try {
    await walk(new Terminal(folder, emulator.url, pulumi), folder, emulator, update, drift);
  } finally {
    await emulator.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function walk(
  terminal: Terminal,
  folder: string,
  emulator: Emulator,
  update: readonly string[],
  drift: readonly string[],
): Promise<void> {
  fs.copyFileSync(path.join(root, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  fs.cpSync(path.join(root, "examples/quickstart"), path.join(folder, "examples/quickstart"), {
    recursive: true,
    filter: (file) => !file.endsWith("node_modules"),
  });
  const first = await terminal.type(update);
  const declared = new Set(first.match(/adopting "[^"]+" \(\S+\): already as declared/g));
  expect(declared.size === 3, "each of three configs is already as declared", first);
  expect(emulator.writes().length === 0, "the first update sends nothing");

  const program = path.join(folder, "examples/quickstart/index.ts");
  const text = fs.readFileSync(program, "utf8");
  fs.writeFileSync(program, text.replace('"+15550100"', '"+15550123"'));
  const second = await terminal.type(drift);
  for (const said of ["CHANGE (critical) sales-floor", "DRIFT (critical) after-hours", "3 configs in use"])
    expect(second.includes(said), `something says ${said}`, second);
  const sent = emulator.writes().map(({ method, body }) => `${method} ${JSON.stringify(body)}`);
  expect(
    sent.sort().join() ===
      'PATCH {"directPhoneNumber":"+15550123"},PATCH {"softphoneFallbackPhoneNumber":"+15550142"}',
    "the last update puts both right, with one PATCH each",
    sent.join("\n"),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`walkthrough: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
