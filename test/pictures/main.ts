// `npm run pictures`: the README's pictures of reports, in docs/images, each of a real run: examples/quickstart is adopted, edited in code
// and behind its back, and previewed, on the embedded engine or (`--engine pulumi`) a real one. Needs a Chromium.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import { parsePreview } from "../../provider/cli/preview/document";
import { renderHtml } from "../../provider/cli/render/html";
import { renderJson } from "../../provider/cli/render/json";
import { renderText } from "../../provider/cli/render/text";
import { readSightings, withFirstSeen } from "../../provider/cli/reportModel/firstSeen";
import { buildReport } from "../../provider/cli/reportModel/report";
import type { Report } from "../../provider/cli/reportModel/types";
import { DEFAULT_KEY, startEmulator } from "../emulator";
import { readSeed } from "../emulator/seedFile";
import { enginesAtHand, type Stack } from "../engine";
import { findChromium } from "../support/chromium";
import { terminalPage } from "./terminal";

const root = path.join(__dirname, "../..");
const images = path.join(root, "docs/images");
const mostBytes = 200_000;

const configs = {
  sales: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  afterHours: "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
  scheduling: "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4",
};

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { engine: { type: "string", default: "embedded" } } });
  const engine = enginesAtHand().find(({ name }) => name === values.engine);
  if (!engine) throw new Error(`there is no engine ${values.engine} here`);
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("there is no Chromium here");
  const report = await play((options) => engine.createStack(options));
  await fs.mkdir(images, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = renderHtml(report);
    await take(browser, page, "report.png", true, {
      viewport: { width: 1280, height: 900 },
      colorScheme: "light",
    });
    await take(browser, page, "report-phone.png", false, {
      viewport: { width: 390, height: 1060 },
      colorScheme: "dark",
    });
    const text = renderText(report, { width: 90, color: true });
    await take(browser, terminalPage(text), "report-terminal.png", false, {
      viewport: { width: 720, height: 510 },
    });
  } finally {
    await browser.close();
  }
}

type Open = (
  options: Parameters<ReturnType<typeof enginesAtHand>[number]["createStack"]>[0],
) => Promise<Stack>;

/** The report of the demo's stack after two edits in code and two behind its back, one of which an earlier check had seen. */
async function play(open: Open): Promise<Report> {
  const emulator = await startEmulator({
    seed: readSeed(path.join(root, "test/emulator/seed.json")),
    rate: 1000,
    windowSeconds: 1,
  });
  await fs.mkdir(path.join(root, ".work"), { recursive: true });
  const folder = await fs.mkdtemp(path.join(root, ".work/pictures-"));
  let stack: Stack | undefined;
  try {
    await fs.cp(path.join(root, "examples/quickstart"), folder, {
      recursive: true,
      filter: (source) => !source.endsWith("node_modules"),
    });
    stack = await open({
      projectDir: folder,
      stack: "production",
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
      },
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    await stack.up();
    const program = path.join(folder, "index.ts");
    const before = await fs.readFile(program, "utf8");
    const after = before
      .replace('"+15550100"', '"+15550123"')
      .replace(
        "warmTransfer: true,",
        'warmTransfer: false,\n  warmSummaryPrompt: "Tell the agent the caller\'s name and what was promised to them.",',
      );
    if (after === before)
      throw new Error("examples/quickstart/index.ts no longer has the lines that are edited here");
    await fs.writeFile(program, after);
    emulator.set(configs.afterHours, { softphoneFallbackPhoneNumber: "+15550187" });
    const last = await reportOf(stack, new Date(Date.now() - 4 * 24 * 3_600_000));
    const options = emulator.get(configs.scheduling)?.dynamicOptions;
    emulator.set(configs.scheduling, {
      dynamicOptions: { ...(options as object), pingUrl: "https://agents.example.com/v2/available" },
      warmTransfer: true,
    });
    return withFirstSeen(await reportOf(stack, new Date()), readSightings(renderJson(last)) ?? new Map());
  } finally {
    await stack?.dispose();
    await fs.rm(folder, { recursive: true, force: true });
    await emulator.close();
  }
}

async function reportOf(stack: Stack, readAt: Date): Promise<Report> {
  const { json } = await stack.preview({ refresh: true });
  const commit = execFileSync("git", ["log", "-1", "--format=%H", "--", "examples/quickstart"], {
    cwd: root,
    encoding: "utf8",
  }).trim();
  return buildReport(parsePreview(JSON.stringify(json), "the preview"), {
    readAt,
    env: { GITHUB_SHA: commit },
  });
}

async function take(
  browser: Browser,
  html: string,
  name: string,
  fullPage: boolean,
  options: BrowserContextOptions,
): Promise<void> {
  const page = await browser.newPage(options);
  await page.setContent(html);
  const file = path.join(images, name);
  await page.screenshot({ path: file, fullPage });
  await page.close();
  const { size } = await fs.stat(file);
  if (size > mostBytes) throw new Error(`${name} has ${size} bytes, more than ${mostBytes}`);
  process.stdout.write(`${path.relative(root, file)}: ${Math.round(size / 1000)} kB\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`pictures: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
