// Text from outside in reports and lines: it stays in its line, and nothing in it steers a terminal, a log or a reader.
import fc from "fast-check";
import { generate } from "../../../provider/cli/commands/generate";
import { parsePreview } from "../../../provider/cli/preview/document";
import { renderHtml } from "../../../provider/cli/render/html";
import { renderJson } from "../../../provider/cli/render/json";
import { renderMarkdown } from "../../../provider/cli/render/markdown";
import { renderText } from "../../../provider/cli/render/text";
import { buildReport } from "../../../provider/cli/report/report";
import { startEmulator } from "../../emulator";
import { readPreview } from "../../support/previews";
import { runCli } from "../../support/runCli";

const renderers = { text: renderText, markdown: renderMarkdown, html: renderHtml, json: renderJson };

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
      Object.assign(step.newState?.outputs ?? {}, { __unreadable: text, name: text });
    step.urn = step.urn.replace("sales-floor", `sales-floor${text}`);
  }
  document.steps.push({ op: `create${text}`, urn: "urn:pulumi:test::routing::a:b:C::c" });
  return parsePreview(JSON.stringify(document), "test");
}

test.each(Object.keys(renderers) as (keyof typeof renderers)[])(
  "no text from outside steers a report as %s",
  (format) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const report = renderers[format](buildReport(documentWith(text)));
        expect(report).not.toMatch(obeyed);
        expect(report).not.toMatch(commands);
      }),
      { numRuns: 60 },
    );
  },
);

test("JSON holds every value as it is", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const report = buildReport(documentWith(text));
      const { $schema, version, ...parsed } = JSON.parse(renderJson(report));
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
