// A real run to take pictures of: examples/quickstart is adopted, edited in code and behind its back, and previewed.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parsePreview } from "../../provider/cli/preview/document";
import { renderJson } from "../../provider/cli/render/json";
import { readSightings, withFirstSeen } from "../../provider/cli/reportModel/firstSeen";
import { buildReport } from "../../provider/cli/reportModel/report";
import type { Report } from "../../provider/cli/reportModel/types";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, startEmulator } from "../emulator";
import { readSeed } from "../emulator/seedFile";
import type { Engine, Stack } from "../engine";
import { copyExample } from "../support/exampleCopy";

/** Folder of the repository. */
export const root = path.join(__dirname, "../..");

const configs = {
  afterHours: "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
  scheduling: "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4",
};

/** Reports of the same stack, one after the other. */
export interface Played {
  /** Of `preview --all`, after an edit of the program. */
  readonly change: Report;
  /** The same, after somebody edited another config in the dashboard. */
  readonly review: Report;
  /** Of a daily `drift`, some days and another such edit later. */
  readonly drift: Report;
}

/** Plays it, and reports. */
export async function play(engine: Engine): Promise<Played> {
  const emulator = await startEmulator({
    seed: readSeed(path.join(root, "test/emulator/seed.json")),
    rate: 1000,
    windowSeconds: 1,
  });
  const folder = await copyExample("quickstart", "pictures");
  let stack: Stack | undefined;
  try {
    stack = await engine.createStack({
      projectDir: folder,
      stack: "production",
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
        "carecycle:clientId": { value: DEFAULT_CLIENT_ID },
      },
      env: { PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
    });
    await stack.up();
    await edit(path.join(folder, "index.ts"));
    const changed = await previewed(stack);
    emulator.set(configs.afterHours, { softphoneFallbackPhoneNumber: "+15550187" });
    const reviewed = await previewed(stack);
    const options = emulator.get(configs.scheduling)?.dynamicOptions;
    emulator.set(configs.scheduling, {
      dynamicOptions: { ...(options as object), pingUrl: "https://agents.example.com/v2/available" },
      warmTransfer: true,
    });
    const now = new Date();
    const fourDaysAgo = new Date(now.getTime() - 4 * 24 * 3_600_000);
    const sightings = readSightings(renderJson(reportOf(reviewed, fourDaysAgo))) ?? new Map();
    return {
      change: reportOf(changed, now, true),
      review: reportOf(reviewed, now, true),
      drift: withFirstSeen(reportOf(await previewed(stack), now), sightings),
    };
  } finally {
    await stack?.dispose();
    await fs.rm(folder, { recursive: true, force: true });
    await emulator.close();
  }
}

async function edit(program: string): Promise<void> {
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
}

async function previewed(stack: Stack): Promise<string> {
  return JSON.stringify((await stack.preview({ refresh: true, showSames: true })).json);
}

function reportOf(document: string, readAt: Date, updateReadsAll = false): Report {
  const log = ["log", "-1", "--format=%H", "--", "examples/quickstart"];
  const commit = execFileSync("git", log, { cwd: root, encoding: "utf8" }).trim();
  const env = { GITHUB_SHA: commit };
  return buildReport(parsePreview(document, "the preview"), { readAt, env, updateReadsAll });
}
