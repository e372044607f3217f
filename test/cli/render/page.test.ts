// What the HTML report looks like: contrast, and how it fits windows of several sizes in a real browser, where one is at hand.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { renderHtml } from "../../../provider/cli/render/html";
import { style } from "../../../provider/cli/render/htmlStyle";
import { findChromium } from "../../support/chromium";
import { build, fleet } from "../../support/reports";
import { showcase } from "../../support/showcase";

const colors = new Map(
  [...style.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name as string, { light: light as string, dark: dark as string }],
  ),
);

// https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

test("a ratio is computed as the standard has it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});

test.each(["light", "dark"] as const)("every text has a contrast of at least 4.5 (AA) in %s", (scheme) => {
  const color = (name: string) => colors.get(name)?.[scheme] ?? `no color ${name}`;
  const tones = ["bad", "warn", "good", "calm"];
  const pairs = [
    ...["text", "faint"].flatMap((text) => ["page", "card", "soft"].map((ground) => [text, ground])),
    ...tones.map((tone) => [tone, `${tone}-soft`]),
  ] as [string, string][];
  const low = pairs.filter(([text, ground]) => !(contrast(color(text), color(ground)) >= 4.5));
  expect(low).toEqual([]);
  // No colour stands anywhere else, where this could not see it.
  expect(style.replace(/^:root[^}]*}/m, "")).not.toMatch(/#[0-9a-f]{3,8}\b|rgb|hsl/i);
});

test("badges say their class in a word, beside the colour", () => {
  const html = renderHtml(showcase());
  for (const name of [
    "drift",
    "both",
    "clear",
    "create",
    "missing",
    "change",
    "observed",
    "release",
    "replace",
    "adopt",
    "critical",
  ])
    expect(html).toMatch(new RegExp(`<span class="badge (bad|warn|good|calm)">${name}</span>`));
});

test("the header says stack, commit and time, the tiles the totals, the legend what each class means", () => {
  const html = renderHtml(showcase());
  expect(html).toContain("<dt>Stack</dt><dd>production</dd>");
  expect(html).toContain("<dt>Commit</dt><dd>c2b0fd4e8d1f</dd>");
  expect(html).toContain("<dt>Live values read</dt><dd>2026-11-24 05:23 UTC</dd>");
  expect(html).toContain("<dt>of 11 configs to look at</dt><dd>11</dd>");
  expect(html).toMatch(/class="bad"><dt>critical: [^<]*<\/dt><dd>1<\/dd>/);
  expect(html).toContain("<dt>at least, under the quota</dt><dd>8 min</dd>");
  for (const name of ["both", "clear", "observed"])
    expect(html).toMatch(new RegExp(`<dt><span class="badge \\w+">${name}</span></dt><dd>[^<]{20,}</dd>`));
  expect(html).toContain("first seen 2026-11-20 05:23 UTC");
  expect(html).toContain(
    "Used by 2 active campaigns: &quot;Autumn renewals&quot;, &quot;Win back&quot; (after hours of block intro); 1 appointment config",
  );
  expect(html).toContain("Not read: campaigns after the first 50.");
});

test("what is unknown is left out of the header", () => {
  const html = renderHtml({ ...showcase(), stack: null, commit: null, readAt: null });
  expect(html).not.toContain('class="meta"');
  expect(/<body>[\s\S]*<main>/.exec(html)?.[0]).not.toMatch(/>(null|undefined)<|: null|: undefined/);
});

test("the changed part of a value is marked, old and new, and nothing else", () => {
  const html = renderHtml(showcase());
  const rows = html.split("<tr>").filter((row) => row.includes('class="field"'));
  const marked = (field: string) =>
    [
      ...(
        rows.find((row) => row.includes("<mark") && row.includes(`<td class="field">${field}<`)) ?? ""
      ).matchAll(/<mark class="(\w+)">(.*?)<\/mark>/g),
    ].map(([, kind, text]) => `${kind} ${text?.replaceAll("<wbr>", "")}`);
  expect(marked("warm<wbr>Summary<wbr>Prompt")).toEqual([
    "old three",
    "old angry she",
    "new two",
    "new urgent it",
  ]);
  expect(marked("dynamic<wbr>Options.<wbr>ping<wbr>Url")).toEqual(["old 2", "old eu", "new 1", "new us"]);
  expect(marked("direct<wbr>Phone<wbr>Number")[0]).toMatch(/^old \d{2}$/);
});

test("what moves calls comes first: configs, and leaves in them", () => {
  const report = showcase();
  const [critical, drift, ...rest] = report.resources;
  if (!critical || !drift) throw new Error("no resources");
  const leaves = drift.leaves.map((leaf, index) =>
    index === 2 ? { ...leaf, severity: "critical" as const } : leaf,
  );
  const html = renderHtml({ ...report, resources: [...rest, { ...drift, leaves }, critical] });
  const order = [...html.matchAll(/<article data-class="(\w+)"/g)].map(([, name]) => name);
  // Nothing else of a config that is gone could be judged.
  expect(order.slice(0, 2)).toEqual(["missing", "both"]);
  const card = html.split("<article").find((text) => text.includes('data-search="sales-floor-0')) ?? "";
  expect(/class="field">([^ ]*?)<\/?(td|span)/.exec(card)?.[1]).toContain(
    "dynamic<wbr>Options.<wbr>ping<wbr>Url",
  );
});

const executablePath = findChromium();
if (executablePath === undefined)
  process.stderr.write("No Chromium at hand: nobody looked at the HTML report.\n");

(executablePath === undefined ? describe.skip : describe)("in Chromium", () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "carecycle-page-"));
    const file = join(folder, "report.html");
    writeFileSync(file, renderHtml(showcase()));
    url = pathToFileURL(file).href;
    browser = await chromium.launch({ executablePath: String(executablePath), args: ["--no-sandbox"] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const windows = [390, 768, 1280].flatMap((width) =>
    (["light", "dark"] as const).map((scheme) => [width, scheme] as const),
  );

  test.each(windows)(
    "at %i px in %s nothing overflows, no word is split, and axe finds nothing",
    async (width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      await page.goto(url);
      await page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true");
      const { wide, split, words } = await page.evaluate<{ wide: string[]; split: string[]; words: number }>(
        looks,
      );
      expect(wide).toEqual([]);
      expect(split).toEqual([]);
      expect(words).toBeGreaterThan(200);
      await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
      const violations = await page.evaluate(
        "axe.run().then((r) => r.violations.map((v) => [v.id, v.nodes[0].html]))",
      );
      expect(violations).toEqual([]);
      await page.close();
    },
    60_000,
  );

  test("old and new stand side by side on a phone, and columns are aligned across cards on a desk", async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 900 } });
    await page.goto(url);
    const tops = await page.evaluate<[number, number][]>(
      "[...document.querySelectorAll('tbody tr')].map((tr) => ['live', 'code'].map((n) => tr.querySelector('td.' + n).getBoundingClientRect().top))",
    );
    for (const [live, code] of tops) expect(live).toBe(code);
    await page.setViewportSize({ width: 1280, height: 900 });
    for (const column of ["field", "applied", "live", "code"]) {
      const lefts = await page.evaluate<number[]>(
        `[...document.querySelectorAll('td.${column}')].map((td) => td.getBoundingClientRect().left)`,
      );
      expect(lefts.length).toBeGreaterThan(20);
      expect(new Set(lefts).size).toBe(1);
    }
    await page.close();
  }, 60_000);

  test("a page of 500 configs is there within seconds, and filters", async () => {
    const file = join(folder, "fleet.html");
    writeFileSync(file, renderHtml(build(fleet("both", 500))));
    const page = await browser.newPage();
    const begun = performance.now();
    await page.goto(pathToFileURL(file).href);
    await page.locator("#search").fill("desk-499");
    expect(await page.locator("#count").textContent()).toBe("1 of 500 shown");
    expect(performance.now() - begun).toBeLessThan(10_000);
    await page.close();
  }, 60_000);
});

// Runs in the page: what is wider than the window, and ordinary words whose letters stand on two lines.
const looks = `(() => {
  const limit = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll("body *")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && (box.right > limit + 0.5 || box.left < -0.5) && getComputedStyle(e).position !== "absolute" && !e.closest("thead");
  }).map((e) => e.outerHTML.slice(0, 120));
  if (document.documentElement.scrollWidth > limit) wide.push("the page: " + document.documentElement.scrollWidth);
  const split = [];
  let words = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("script, style, pre")) continue;
    for (const match of node.data.matchAll(/\\p{L}{2,20}(?!\\p{L})/gu)) {
      if (match.index > 0 && /\\p{L}/u.test(node.data[match.index - 1])) continue;
      words++;
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].map((r) => Math.round(r.top)));
      if (tops.size > 1) split.push(match[0]);
    }
  }
  return { wide, split, words };
})()`;
