// `preview`, on recorded previews of a stack: how often it is previewed, what is read, and what is written.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../../provider/cli/cliError";
import type { Report } from "../../../provider/cli/reportModel/types";
import { DEFAULT_KEY, startEmulator } from "../../emulator";
import { readPreview } from "../../support/previews";
import { recordedStack, urnOf } from "../../support/recordedStack";
import { runCli } from "../../support/runCli";

let mockStack = recordedStack();
jest.mock("../../../provider/cli/preview/stack", () => ({
  openStack: (options: never) => mockStack.open(options),
}));

const sales = urnOf("sales-floor");
let folder: string;
beforeEach(() => {
  mockStack = recordedStack();
  folder = mkdtempSync(join(tmpdir(), "preview-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const preview = (...args: string[]) => runCli(["preview", ...args], {});
async function json(...args: string[]): Promise<{ code: number; stderr: string; report: Report }> {
  const { stdout, ...ended } = await preview("--format", "json", ...args);
  return { ...ended, report: JSON.parse(stdout) };
}

test("what the code changes is read in a second preview, and the report is of the whole stack", async () => {
  const before = Date.now();
  const { code, report } = await json();
  expect(code).toBe(2);
  expect(mockStack.previews).toEqual([{ refresh: false }, { refresh: true, targets: [sales] }]);
  expect(mockStack.opened).toEqual({ cwd: process.cwd() });
  expect(report).toMatchObject({ stack: "test", unread: 1 });
  expect(Date.parse(String(report.readAt))).toBeGreaterThanOrEqual(before);
  expect(report.resources.map(({ name, class: kind }) => [name, kind])).toEqual([
    ["sales-floor", "change"],
    ["scheduling-desk", "unchanged"],
  ]);
  // An update reads every config, also those that this did not.
  expect(report.totals.reads).toBe(2);
});

test("a stack and a folder that are named are those", async () => {
  await preview("--stack", "prod", "--cwd", folder);
  expect(mockStack.opened).toEqual({ cwd: folder, stack: "prod" });
});

test("where the code changes nothing, nothing is read", async () => {
  mockStack.document = readPreview("nothing");
  const { code, report } = await json();
  expect(code).toBe(0);
  expect(mockStack.previews).toEqual([{ refresh: false }]);
  expect(report.unread).toBe(2);
});

test("what is adopted was read by the first preview", async () => {
  mockStack.document = readPreview("adopt");
  await preview();
  expect(mockStack.previews).toEqual([{ refresh: false }]);
});

test("--all reads every config at once; --strict needs that", async () => {
  expect((await json("--all")).report.unread).toBe(0);
  expect(mockStack.previews).toEqual([{ refresh: true }]);
  const { code, stderr } = await preview("--strict");
  expect(code).toBe(1);
  expect(stderr).toMatch(/--strict needs the live values.*: run it with --all\. /);
  mockStack.document = readPreview("observed");
  expect((await preview("--all", "--strict")).code).toBe(2);
  expect((await preview("--all")).code).toBe(0);
});

test("on a terminal, a bar shows what is read, and is gone at the end and before an error", async () => {
  const shown = async () => (await runCli(["preview"], { tty: true })).stderr.replaceAll("\u001b", "ESC");
  const bar =
    /ESC\[\?25l.*Reading live configs \S+ 0\/1 .*Reading live configs \S+ 1\/2 .*ESC\[\?25h.*ESC\[2K$/s;
  expect(await shown()).toMatch(bar);
  mockStack.fails = () => new CliError("the preview failed: error: no");
  expect(await shown()).toMatch(/ESC\[\?25h.*ESC\[2Kpulumi-carecycle: the preview failed/s);
});

describe("where the second preview fails", () => {
  const failure = new CliError("the preview failed: error: no");
  test("and nothing is adopted, that is the error", async () => {
    mockStack.fails = (number) => (number === 2 ? failure : undefined);
    expect(await preview()).toMatchObject({ code: 1, stderr: expect.stringContaining(failure.message) });
    expect(mockStack.previews).toHaveLength(2);
  });

  describe("and something is adopted, of which another resource may depend", () => {
    const added = urnOf("new-desk");
    beforeEach(() => {
      const adoptions = readPreview("adopt").steps.filter(({ op }) => op === "create");
      for (const step of adoptions) step.urn = added;
      mockStack.document.steps.push(...adoptions);
    });

    test("that is read again, too", async () => {
      mockStack.fails = (number) => (number === 2 ? failure : undefined);
      const { code, report } = await json();
      expect([code, report.resources.length]).toEqual([2, 3]);
      expect(mockStack.previews).toEqual([
        { refresh: false },
        { refresh: true, targets: [sales] },
        { refresh: true, targets: [sales, added] },
      ]);
    });

    test("unless the first one did not fail", async () => {
      await json();
      expect(mockStack.previews).toHaveLength(2);
    });

    test.each([
      ["a failure that is no preview's", (number: number) => (number === 2 ? new Error("bug") : undefined)],
      ["a third one that fails, too", (number: number) => (number > 1 ? failure : undefined)],
    ])("and %s is the error", async (_, fails) => {
      mockStack.fails = fails;
      expect((await preview()).code).toBe(1);
    });
  });
});

describe("--plan", () => {
  const file = () => join(folder, "plan.json");

  test("writes the reviewed requests", async () => {
    const { code } = await preview("--plan", file());
    expect(code).toBe(2);
    const { stack, writes } = JSON.parse(readFileSync(file(), "utf8"));
    expect(stack).toBe("routing/test");
    expect(writes).toMatchObject([{ method: "PATCH", id: "497f6eca-6276-4993-bfeb-53cbbbba6f08" }]);
  });

  test("is written only where it is asked for", async () => {
    await preview();
    expect(existsSync(file())).toBe(false);
  });
});

describe("--usage", () => {
  test("needs a key, and costs no preview without one", async () => {
    const { code, stderr } = await preview("--usage");
    expect(code).toBe(1);
    expect(stderr).toMatch(/no API key is set/);
    expect(mockStack.previews).toEqual([]);
  });

  test("reads with the stack's key what uses each changed config", async () => {
    const emulator = await startEmulator({ rate: 1000, windowSeconds: 1 });
    try {
      mockStack.config.set("carecycle:apiKey", DEFAULT_KEY).set("carecycle:baseUrl", emulator.url);
      expect((await json("--usage")).report.usage).toMatchObject({ requests: 3 });
    } finally {
      await emulator.close();
    }
  });

  test("is not read without the option", async () => {
    expect((await json()).report.usage).toBeNull();
  });
});
