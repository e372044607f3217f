// The report as a pull-request comment: within its limit, and safe from what live configs hold.
import { markdownLimit, renderMarkdown } from "../../../provider/cli/render/markdown";
import { renderText } from "../../../provider/cli/render/text";
import { build, fleet, readPreview } from "../../support/reports";

test("Markdown of 500 drifted configs fits a comment, is cut by whole configs, and counts the rest", () => {
  const report = build(fleet("drift", 500));
  const text = renderMarkdown(report);
  expect(text.length).toBeLessThanOrEqual(markdownLimit);
  expect(text.length).toBeGreaterThan(markdownLimit * 0.9);
  expect(text.split("\n")[0]).toBe(`**${report.verdict}**`);
  const shown = text.match(/^### drift: /gm)?.length ?? 0;
  expect(text).toContain(`${500 - shown} configs (${500 - shown} drift)`);
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  for (const line of text.split("\n").filter((l) => l.startsWith("|"))) {
    expect(line.split("|")).toHaveLength(7);
  }
});

test("one config that alone is too large for a comment leaves its values out, and says so", () => {
  const document = readPreview("drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.newState?.inputs ?? {}, { warmSummaryPrompt: "`x`\n".repeat(20_000) });
  const text = renderMarkdown(build(document));
  expect(text.length).toBeLessThanOrEqual(markdownLimit);
  expect(text).toContain("do not fit here");
});

const hostile = "a | b `c` <img src=x onerror=alert(1)> @someone #12 [x](y)\n# h\u001b[31m";

test("a hostile name and value break neither a Markdown table nor a mention out of code", () => {
  const document = readPreview("drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, { name: hostile, directPhoneNumber: hostile });
  const text = renderMarkdown(build(document));
  expect(text).not.toContain("<img");
  expect(text).not.toContain("\u001b");
  const outside = text.replace(/<code>[^<]*<\/code>|`[^`\n]*`/g, "");
  expect(outside).not.toContain("@someone");
  for (const line of text.split("\n").filter((l) => l.startsWith("|")))
    expect(line.split("|")).toHaveLength(7);
  expect(renderText(build(document))).not.toContain("\u001b");
});
