// The README's pictures: how they are drawn, that they are there and small, and that they show what the program says now.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { classWords, criticalWords } from "../../provider/cli/render/words";
import { commentPage } from "./commentPage";
import { palettePng } from "./palettePng";
import { terminalSvg } from "./terminalSvg";

const root = join(__dirname, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const svg = readFileSync(join(root, "docs/images/preview.svg"), "utf8");

/** The texts of a picture, a line each, by what people read. */
const textsOf = (picture: string) =>
  [...picture.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, line = ""]) =>
    [...line.matchAll(/<tspan[^>]*>([^<]*)</g)]
      .map(([, text = ""]) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))))
      .join(" "),
  );

test("a terminal is drawn line by line: columns in their places, colours, and no markup of the text's own", () => {
  const picture = terminalSvg(
    "\u001b[1m\u001b[31mBAD\u001b[39m\u001b[22m one  two\n\n  <b>&\u001b[32mgood\u001b[39m",
    "A <title>",
  );
  expect(textsOf(picture)).toEqual(["BAD one two", "<b>& good"]);
  expect(picture).toContain('<title id="title">A &#60;title&#62;</title>');
  expect(picture).toMatch(/<tspan x="16\.0" fill="#ff7b72" font-weight="bold">BAD<\/tspan>/);
  // The tenth and the third column, on the first and the third line.
  expect(picture).toMatch(/<text y="28">.*<tspan x="81\.0">two<\/tspan>/);
  expect(picture).toMatch(/<text y="62"><tspan x="30\.4">/);
  expect(picture).not.toContain("\u001b");
  expect(picture).not.toContain("<b>");
  expect(() => terminalSvg("\u001b[7mx", "x")).toThrow("no style 7");
});

test("a PNG has the pixels that it was made of, in at most 256 colours", () => {
  const width = 20;
  const data = new Uint8Array(width * width * 4).map((_, i) => (i % 4 === 3 ? 255 : (i * 7) % 256));
  const png = palettePng({ width, height: width, data });
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  const [palette, rows] = ["PLTE", "IDAT"].map((type) => {
    const at = png.indexOf(type);
    return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
  }) as [Buffer, Buffer];
  expect(palette.length).toBeLessThanOrEqual(3 * 256);
  const places = inflateSync(rows);
  const colors = new Set<string>();
  for (let pixel = 0; pixel < width * width; pixel++) {
    const place = places[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)] ?? -1;
    const drawn = [...palette.subarray(3 * place, 3 * place + 3)];
    expect(drawn).toEqual([...data.subarray(4 * pixel, 4 * pixel + 3)]);
    colors.add(drawn.join());
  }
  expect(colors.size).toBeGreaterThan(10);
});

test("a comment's Markdown becomes what GitHub makes of it", () => {
  const page = commentPage(
    "<!-- mark -->\n\n**One**\n\n| a |\n| --- |\n| `b` |\n\n<details><summary>c</summary>\n\n- d\n\n</details>\n",
  );
  for (const part of [
    "<strong>One</strong>",
    "<td><code>b</code></td>",
    "<details><summary>c</summary>",
    "<li>d</li>",
  ])
    expect(page).toContain(part);
});

test("the README shows a preview, a comment and a page, each of them small", () => {
  const shown = [...readme.matchAll(/<img src="(docs\/images\/[^"]+)" alt="([^"]+)"/g)];
  expect(shown.map(([, file]) => file)).toEqual([
    "docs/images/preview.svg",
    "docs/images/comment.png",
    "docs/images/report.png",
  ]);
  for (const [, file = "", alt = ""] of shown) {
    expect(statSync(join(root, file)).size).toBeLessThan(80_000);
    expect(alt.length).toBeGreaterThan(30);
  }
});

test("the picture of the preview shows the example, and says what the program says now", () => {
  const shown = textsOf(svg).join(" ");
  const program = readFileSync(join(root, "examples/quickstart/index.ts"), "utf8");
  for (const value of ['"+15550100"', "497f6eca-6276-4993-bfeb-53cbbbba6f08"]) {
    expect(program).toContain(value);
    expect(shown).toContain(value);
  }
  expect(shown).toMatch(/change ! directPhoneNumber "\+15550100" "\+15550100" "\+15550123"/);
  expect(shown).toContain(`change ${classWords.change}`);
  expect(shown).toContain(`! critical ${criticalWords}`);
});
