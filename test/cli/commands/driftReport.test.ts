// `drift`, on recorded previews of a stack: what is read, what is reported, and what is refused.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inShard } from "../../../provider/cli/preview/shard";
import type { Report } from "../../../provider/cli/reportModel/types";
import { DEFAULT_KEY, startEmulator } from "../../emulator";
import { readPreview } from "../../support/previews";
import { recordedStack, urnOf } from "../../support/recordedStack";
import { runCli } from "../../support/runCli";

let mockStack = recordedStack();
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: (options: never) => mockStack.open(options),
}));

const [sales, scheduling] = [urnOf("sales-floor"), urnOf("scheduling-desk")];
let folder: string;
beforeEach(() => {
  mockStack = recordedStack();
  mockStack.document = readPreview("drift");
  mockStack.recorded = [sales, scheduling];
  folder = mkdtempSync(join(tmpdir(), "drift-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const drift = (args: string[] = [], env: NodeJS.ProcessEnv = {}) => runCli(["drift", ...args], { env });
async function json(...args: string[]): Promise<{ code: number; stderr: string; report: Report }> {
  const { stdout, ...ended } = await drift(["--format", "json", ...args]);
  return { ...ended, report: JSON.parse(stdout) };
}

test("all configs are read once, of the selected stack of the working directory, and drift is exit code 2", async () => {
  const before = Date.now();
  const { code, stderr, report } = await json();
  expect([code, stderr]).toEqual([2, ""]);
  expect(mockStack.previews).toEqual([{ refresh: true }]);
  expect(mockStack.opened).toEqual({ cwd: process.cwd() });
  expect(report).toMatchObject({ stack: "test", shard: null, refreshed: true, unread: 0 });
  expect(Date.parse(String(report.readAt))).toBeGreaterThanOrEqual(before);
  expect(report.resources.map(({ name, class: kind }) => [name, kind])).toEqual([
    ["sales-floor", "drift"],
    ["scheduling-desk", "unchanged"],
  ]);
});

test("a stack and a folder that are named are those", async () => {
  await drift(["--stack", "prod", "--cwd", folder]);
  expect(mockStack.opened).toEqual({ cwd: folder, stack: "prod" });
});

test("a stack as declared is exit code 0; undeclared drift counts under --strict", async () => {
  mockStack.document = readPreview("nothing");
  expect((await drift()).code).toBe(0);
  mockStack.document = readPreview("observed");
  expect((await drift()).code).toBe(0);
  expect((await drift(["--strict"])).code).toBe(2);
});

describe("a shard", () => {
  const of = 2;
  const index = inShard(sales, { index: 1, of }) ? 1 : 2;
  const isAlone = !inShard(scheduling, { index, of });

  test("is a part of the recorded configs, and only those are read and reported", async () => {
    const { report } = await json("--shard", `${index}/${of}`);
    const targets = isAlone ? [sales] : [sales, scheduling];
    expect(mockStack.previews).toEqual([{ refresh: true, targets }]);
    expect(report.shard).toEqual({ index, of, stackConfigs: 2 });
    expect(report.resources.map(({ urn }) => urn).sort()).toEqual([...targets].sort());
  });

  test("without configs needs no preview", async () => {
    mockStack.recorded = [];
    const { code, report } = await json("--shard", "1/1");
    expect([code, mockStack.previews, report.resources]).toEqual([0, [], []]);
    expect(report).toMatchObject({ stack: "test", shard: { index: 1, of: 1, stackConfigs: 0 } });
  });

  test("of which the preview skipped some is not known to be clean", async () => {
    mockStack.recorded = [sales, urnOf("gone"), urnOf("lost")];
    const { code, stdout, stderr } = await drift(["--shard", "1/1"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(
      "pulumi-carecycle: the preview skipped gone, lost, so this shard is not known to be clean: were they renamed in the code? Run pulumi up, or drift without --shard.",
    );
  });

  test("reports nothing else that the preview happens to show", async () => {
    mockStack.recorded = [scheduling];
    const { open } = mockStack;
    mockStack.open = async (options) => {
      const stack = await open(options);
      return { ...stack, preview: () => stack.preview({ refresh: true }) };
    };
    const { report } = await json("--shard", "1/1");
    expect(report.resources.map(({ urn }) => urn)).toEqual([scheduling]);
  });
});

describe("--since", () => {
  const file = () => join(folder, "last.json");

  test("carries the date of drift that an earlier report has", async () => {
    const { report } = await json();
    const readAt = "2025-01-01T00:00:00.000Z";
    writeFileSync(file(), JSON.stringify({ ...report, readAt }));
    const later = await json("--since", file());
    expect([later.code, later.stderr]).toEqual([2, ""]);
    expect(later.report.resources[0]?.leaves.map(({ firstSeen }) => firstSeen)).toEqual([readAt]);
    expect(report.resources[0]?.leaves[0]?.firstSeen).toBeNull();
  });

  test("takes a report that begins with a byte order mark; one within a value is a part of it", async () => {
    const live = JSON.stringify(mockStack.document).replaceAll("+15550199", "+1555\uFEFF0199");
    mockStack.document = JSON.parse(live);
    const { report } = await json();
    const readAt = "2025-01-01T00:00:00.000Z";
    for (const before of ["\uFEFF", ""]) {
      writeFileSync(file(), before + JSON.stringify({ ...report, readAt }));
      const later = await json("--since", file());
      expect(later.stderr).toBe("");
      expect(later.report.resources[0]?.leaves.map(({ firstSeen }) => firstSeen)).toEqual([readAt]);
    }
  });

  test("of a file that is no report of this version is said, and stops nothing", async () => {
    writeFileSync(file(), "{}");
    const { code, stderr, report } = await json("--since", file());
    expect(code).toBe(2);
    expect(stderr).toBe(
      `pulumi-carecycle: ${file()} is not a JSON report of this version: all drift counts as first seen now.\n`,
    );
    expect(report.resources[0]?.leaves.map(({ firstSeen }) => firstSeen)).toEqual([report.readAt]);
  });

  test("of a file that can't be read costs no read of the stack", async () => {
    const { code, stderr } = await drift(["--since", file()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pulumi-carecycle: cannot read .*last\.json: ENOENT( See \S+)?\n$/);
    expect(mockStack.opened).toBeUndefined();
  });
});

describe("--usage", () => {
  test("needs a key, and costs no read of the stack without one", async () => {
    const { code, stderr } = await drift(["--usage"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no API key is set/);
    expect(mockStack.previews).toEqual([]);
  });

  test("reads with the stack's key what uses each changed config", async () => {
    const emulator = await startEmulator({ rate: 1000, windowSeconds: 1 });
    try {
      mockStack.config.set("carecycle:apiKey", DEFAULT_KEY).set("carecycle:baseUrl", emulator.url);
      const { report } = await json("--usage");
      expect(report.usage).toMatchObject({ requests: 3 });
      expect(emulator.requests).toHaveLength(3);
    } finally {
      await emulator.close();
    }
  });

  test("is not read without the option", async () => {
    expect((await json()).report.usage).toBeNull();
  });
});

describe("on a terminal", () => {
  const shown = async (...args: string[]) => {
    const { stderr } = await runCli(["drift", ...args], { tty: true });
    return stderr.replaceAll("\u001b", "ESC");
  };

  test("a bar shows what is read and how far, and is gone in the end", async () => {
    const text = await shown();
    expect(text).toMatch(/ESC\[\?25l.*Reading live configs \S+ 0\/1 .*Reading live configs \S+ 1\/2 /s);
    expect(text).toMatch(/ESC\[\?25h.*ESC\[1GESC\[2K$/s);
  });

  test("the bar of a shard begins with the number of its configs, and there is none where that is 0", async () => {
    expect(await shown("--shard", "1/1")).toContain(" 0/2 ");
    mockStack.recorded = [];
    expect(await shown("--shard", "1/1")).toBe("");
  });

  test("the bar is gone before an error is said", async () => {
    mockStack.fails = () => new Error("no such stack");
    expect(await shown()).toMatch(/ESC\[\?25h.*ESC\[2Kpulumi-carecycle: no such stack/s);
  });
});

test("a preview that fails is its error", async () => {
  mockStack.fails = () => new Error("no such stack");
  await expect(drift().then(({ code, stderr }) => [code, stderr])).resolves.toEqual([
    1,
    expect.stringContaining("no such stack"),
  ]);
});

test("a file gets the report, in the format of its extension", async () => {
  const file = join(folder, "drift.json");
  const { code, stdout } = await drift(["--output", file]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ stack: "test" });
});
