// The report in a terminal: its width, its colours, and what is wrapped.
import { PassThrough } from "node:stream";
import { run } from "../../../provider/cli/commandLine";
import { longestWord, width as widthOf } from "../../../provider/cli/render/columns";
import { renderHtml } from "../../../provider/cli/render/html";
import { renderMarkdown } from "../../../provider/cli/render/markdown";
import { renderText } from "../../../provider/cli/render/text";
import { calm, previewPath, reportOf } from "../../support/reports";
import { showcase } from "../../support/showcase";

/** Text of `report` on a stdout of some kind. */
async function shown(
  stdout: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const stream = Object.assign(new PassThrough(), stdout);
  await run(["report", previewPath("both")], {
    stdin: process.stdin,
    stdout: stream,
    stderr: new PassThrough(),
    env,
    cwd: () => __dirname,
  });
  return String(stream.read());
}

const isRequest = (line: string) => /^ {2}(GET|POST|PATCH) |^ {4}[ {}"]/.test(line);
const widest = (text: string) =>
  Math.max(...text.split("\n").map((line) => (isRequest(line) ? 0 : widthOf(line))));

test.each([60, 80, 100, 140, 200])(
  "in a terminal of %i columns no line is longer, but for requests and single words",
  (columns) => {
    const lines = renderText(showcase(), { width: columns }).split("\n");
    const long = lines.filter(
      (line) => widthOf(line) > columns && !isRequest(line) && longestWord(line) + 12 < columns,
    );
    expect(long).toEqual([]);
    expect(lines.length).toBeGreaterThan(100);
  },
);

test("words are not split at any width", () => {
  const words = (width: number) =>
    renderText(showcase(), { width }).match(/(?<![\p{L}\p{N}])\p{Ll}{4,20}(?![\p{L}\p{N}])/gu) ?? [];
  // The heading of a table stands over tables alone.
  const all = new Set(words(200).filter((word) => !/^(class|field|x+)$/.test(word)));
  expect(all.size).toBeGreaterThan(50);
  for (const width of [60, 80, 100]) {
    const there = new Set(words(width));
    expect([...all].filter((word) => !there.has(word))).toEqual([]);
  }
});

test("the terminal's width counts, then COLUMNS; elsewhere a table has 100 columns and a sentence its own line", async () => {
  expect(widest(await shown({ isTTY: true, columns: 70 }, { NO_COLOR: "1" }))).toBeLessThanOrEqual(70);
  expect(widest(await shown({ isTTY: true }, { NO_COLOR: "1", COLUMNS: "70" }))).toBeLessThanOrEqual(70);
  expect(widest(await shown({ isTTY: true }, { NO_COLOR: "1", COLUMNS: "wide" }))).toBeLessThanOrEqual(80);
  const log = await shown({ columns: 40 }, { COLUMNS: "40" });
  expect(log).toMatch(/^Requests: .{80,}$/m);
});

test("colours stand on a terminal alone, and not where NO_COLOR or TERM=dumb forbids them", async () => {
  const control = "\u001b[";
  expect(await shown({ isTTY: true, columns: 80 })).toContain(control);
  expect(await shown({ isTTY: true, columns: 80 }, { NO_COLOR: "" })).toContain(control);
  expect(await shown({ isTTY: true, columns: 80 }, { NO_COLOR: "0" })).not.toContain(control);
  expect(await shown({ isTTY: true, columns: 80 }, { TERM: "dumb" })).not.toContain(control);
  expect(await shown({})).not.toContain(control);
});

test("what moves calls is marked with a word, and the legend says what the marks mean", () => {
  const text = renderText(showcase(), { width: 80 });
  expect(text).toMatch(/^BOTH \(critical\) sales-floor-1/m);
  expect(text).toMatch(/^ {2}both ! /m);
  expect(text).toMatch(/^! critical +calls go elsewhere, or may reach nobody$/m);
  for (const name of ["both", "clear", "observed"])
    expect(text).toMatch(new RegExp(`^${name} +\\S.{20,}$`, "m"));
  expect(text).toContain("first seen 2026-11-20 05:23 UTC");
  expect(text).toMatch(/Used by 2 active campaigns: "Autumn renewals", "Win back"/);
});

test("what [withheld] means stands in the legend of every format for people, where such a value is shown", () => {
  const meaning = "where the code declares it, an update compares the two, and writes only if they differ";
  const formats = [renderText, renderMarkdown, renderHtml];
  for (const render of formats) {
    expect(render(calm(reportOf("header", true))).replace(/\s+/g, " ")).toContain(meaning);
    expect(render(calm(reportOf("change", true)))).not.toContain(meaning);
  }
});
