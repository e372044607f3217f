// The report as a pull-request comment: within its limit, and safe from what live configs hold.
import { markdownLimit, renderMarkdown } from "../../../provider/cli/render/markdown";
import { renderText } from "../../../provider/cli/render/text";
import { build, calm, fleet, readPreview } from "../../support/reports";
import { showcase } from "../../support/showcase";

test("Markdown of 500 drifted configs fits a comment, is cut by whole configs, and counts the rest", () => {
  const report = build(fleet("drift", 500));
  const text = renderMarkdown(report);
  expect(text.length).toBeLessThanOrEqual(markdownLimit);
  expect(text.length).toBeGreaterThan(markdownLimit * 0.9);
  expect(text.split("\n")[0]).toBe(`**${report.verdict}**`);
  const shown = text.match(/^### drift, critical: /gm)?.length ?? 0;
  expect(text).toContain(`${500 - shown} configs (${500 - shown} drift)`);
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
  expect((text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  // The table of all configs has four columns, the others five.
  const first = text.indexOf("### ");
  for (const [part, cells] of [
    [text.slice(0, first), 6],
    [text.slice(first), 7],
  ] as const) {
    const rows = part.split("\n").filter((line) => line.startsWith("|"));
    expect(rows.length).toBeGreaterThan(100);
    for (const row of rows) expect(row.split("|")).toHaveLength(cells);
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

test("of ten configs or more a table of all comes first, with what is critical marked; of fewer there is none", () => {
  const overview = "| class | config | name | changed |";
  expect(renderMarkdown(build(fleet("drift", 9)))).not.toContain(overview);
  const report = calm(build(fleet("drift", 10)));
  const [first, ...others] = report.resources;
  if (!first) throw new Error("no resource");
  const leaves = first.leaves.map((leaf) => ({ ...leaf, severity: "critical" as const }));
  const text = renderMarkdown({
    ...report,
    resources: [...others, { ...first, leaves, severity: "critical" }],
  });
  const rows = text.slice(text.indexOf(overview), text.indexOf("<details>")).trim().split("\n").slice(2);
  expect(rows).toHaveLength(10);
  expect(rows[0]).toBe(
    `| **drift, critical** | \`${first.name}\` | \`Sales floor\` | \`directPhoneNumber\`, \`warmMode\` |`,
  );
  expect(rows[1]).toMatch(/^\| drift \| `desk-\d` \|/);
  expect(text.indexOf("### ")).toBeGreaterThan(text.indexOf(overview));
  expect(text).toContain(`### drift, critical: \`${first.name}\``);
  expect(text).toContain("| **drift, critical** | `directPhoneNumber` |");
  expect(text).not.toMatch(/\]\(/);
});

test("a table that would leave no room for the changes is cut, and says by how much", () => {
  const text = renderMarkdown(calm(build(fleet("drift", 500))));
  const rows = text.match(/^\| drift \| `desk-\d+` \|/gm)?.length ?? 0;
  expect(rows).toBeGreaterThan(100);
  expect(text).toContain(`_${500 - rows} more configs not in this table._`);
  expect(text.match(/^### drift: /gm)?.length).toBeGreaterThan(50);
});

test("a report shows its stack, commit and time, who uses a config, its warnings and its legend, all in a comment", () => {
  const text = renderMarkdown(showcase());
  expect(text).toContain(
    "Stack `production` · Commit `c2b0fd4e8d1f` · Live values read `2026-11-24 05:23 UTC`",
  );
  expect(text).toContain(
    "Used by 2 active campaigns: `Autumn renewals`, `Win back` (after hours of block intro); 1 appointment config: `Clinic`.",
  );
  expect(text).toContain("- warning: directPhoneNumber: is not an E.164 number");
  expect(text).toMatch(/\| drift \(first seen 2026-11-20 05:23 UTC\) \| `warmSummaryPrompt` \|/);
  for (const name of ["both", "clear", "observed", "critical"])
    expect(text).toMatch(new RegExp(`^- \\*\\*${name}\\*\\*: .{20,}$`, "m"));
  expect(text).toContain("Not read: campaigns after the first 50.");
});
