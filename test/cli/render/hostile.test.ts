// Text from outside in reports and lines: it stays in its line, and nothing in it steers a terminal, a log or a reader.
import fc from "fast-check";
import { generate } from "../../../provider/cli/commands/generate";
import { parsePreview } from "../../../provider/cli/preview/document";
import { renderers } from "../../../provider/cli/render/renderers";
import { buildReport } from "../../../provider/cli/reportModel/report";
import type { Report } from "../../../provider/cli/reportModel/types";
import { startEmulator } from "../../emulator";
import { readPreview } from "../../support/previews";
import { runCli } from "../../support/runCli";

const piece = fc.constantFrom(
  "\n::error::taken",
  "\r\n::set-output name=x::",
  "\u2028::error::",
  "##[error]",
  "##vso[task.complete]",
  "\u001b[2K\u001b]0;t\u0007",
  "\u009b31m",
  "\u202e",
  "\u2066",
  "\u200f",
  "\u0000",
  "\t",
  '"',
  "a",
  "|",
  "`",
);
const hostile = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `x${pieces.join("")}`);

/** What no output may hold: what a terminal obeys, what reorders text, and lines or words that a runner obeys. */
const obeyed = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;
const commands = /^\s*::\w|##(vso)?\[/m;

/** A drifted config with `text` wherever a document holds text from outside. */
function documentWith(text: string) {
  const document = readPreview("drift");
  for (const step of document.steps) {
    const options = { pingUrl: text, headers: { [text]: "v" } };
    if (step.urn.endsWith("sales-floor") && step.op === "update") {
      Object.assign(step.oldState?.outputs ?? {}, {
        name: text,
        warmSummaryPrompt: text,
        dynamicOptions: options,
        transferWaitingMessages: [text],
      });
      Object.assign(step.newState?.inputs ?? {}, {
        warmSummaryPrompt: `${text}!`,
        additionalFields: { [text]: text },
        dynamicOptions: { ...options, headers: { [text]: "w" } },
      });
    }
    if (step.urn.endsWith("scheduling-desk"))
      Object.assign(step.oldState?.outputs ?? {}, { __unreadable: text, name: text });
    step.urn = step.urn.replace("sales-floor", `sales-floor${text}`);
  }
  document.steps.push({ op: `create${text}`, urn: "urn:pulumi:test::routing::a:b:C::c" });
  return parsePreview(JSON.stringify(document), "test");
}

/** A report with `text` in what other requests and rules say of a config, and in the header. */
function reportWith(text: string): Report {
  const report = buildReport(documentWith(text), { env: { GITHUB_SHA: text } });
  const user = { kind: "campaign", id: text, name: text, status: text, as: [text] } as const;
  const warning = { rule: text, severity: "critical", path: text, message: text } as const;
  const resources = report.resources.map(
    (r) => ({ ...r, severity: "critical", usedBy: [user], warnings: [warning] }) as const,
  );
  return { ...report, resources, stack: text, usage: { requests: 1, notRead: [text] } };
}

test("the hostile document holds a drifted and an unreadable config", () => {
  expect(buildReport(documentWith("x")).totals.byClass).toEqual({ both: 1, unreadable: 1 });
});

test.each(Object.keys(renderers) as (keyof typeof renderers)[])(
  "no text from outside steers a report as %s",
  (format) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const report = renderers[format](reportWith(text));
        expect(report).not.toMatch(obeyed);
        expect(report).not.toMatch(commands);
      }),
      { numRuns: 60 },
    );
  },
);

test("no text from outside adds to the colours of a terminal, or to its width", () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 40, max: 200 }), (text, width) => {
      const report = renderers.text(reportWith(text), { width, color: true });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of paint.ts, and no other.
      const plain = report.replace(/\u001b\[(1|2|3[1236]|22|39)m/g, "");
      expect(plain).toBe(renderers.text(reportWith(text), { width }));
      expect(plain).not.toMatch(obeyed);
      expect(plain).not.toMatch(commands);
    }),
    { numRuns: 60 },
  );
});

test("a name with markup is no element of a page or of XML", () => {
  const report = reportWith("<script>alert(1)</script><img src=x>\"'&]]>");
  for (const format of ["html", "junit"] as const)
    expect(renderers[format](report)).not.toMatch(/<img|<script>alert/);
  const outsideCode = renderers.markdown(report).replace(/```json[\s\S]*?\n```|`[^`\n]*`/g, "");
  expect(outsideCode).toContain("script&#62;");
  expect(outsideCode).not.toMatch(/<img|<script/);
});

test("JSON holds every value as it is", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const report = buildReport(documentWith(text));
      const { $schema, version, ...parsed } = JSON.parse(renderers.json(report));
      expect(parsed).toEqual(JSON.parse(JSON.stringify(report)));
    }),
    { numRuns: 30 },
  );
});

test("a failed preview's message is one line without what a terminal obeys", async () => {
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const stdin = JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: text }] });
      const { stderr } = await runCli(["report", "-"], { stdin });
      expect(stderr.trimEnd()).not.toMatch(obeyed);
      expect(stderr.trimEnd()).not.toContain("\n");
      expect(stderr).not.toMatch(commands);
    }),
    { numRuns: 40 },
  );
});

test("an API's message in a failure of adopt is one line", async () => {
  const emulator = await startEmulator();
  try {
    const env = { CARECYCLE_BASE_URL: `${emulator.url}/\u202e`, CARECYCLE_API_KEY: "cc_x" };
    const run = await runCli(["adopt", "497f6eca-6276-4993-bfeb-53cbbbba6f08"], { env });
    expect(run.code).toBe(1);
    expect(run.stderr.trimEnd()).not.toMatch(obeyed);
    expect(run.stderr.trimEnd().split("\n")).toHaveLength(1);
  } finally {
    await emulator.close();
  }
});

test("a live name cannot reorder the program that adopt writes", () => {
  fc.assert(
    fc.property(hostile, (name) => {
      const live = { id: "497f6eca-6276-4993-bfeb-53cbbbba6f08", name, warmSummaryPrompt: name };
      for (const { text } of generate([live as never], false).files) expect(text).not.toMatch(obeyed);
    }),
    { numRuns: 60 },
  );
});
