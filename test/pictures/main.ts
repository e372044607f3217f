// `npm run pictures`: the README's pictures, in docs/images, all of one real run on the embedded engine or (`--engine pulumi`) a real
// one. The terminal is drawn as SVG; the pages are photographed by a Chromium, where there is one.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { renderHtml } from "../../provider/cli/render/html";
import { renderMarkdown } from "../../provider/cli/render/markdown";
import { renderText } from "../../provider/cli/render/text";
import { enginesAtHand } from "../engine";
import { findChromium } from "../support/chromium";
import { commentPage } from "./commentPage";
import { type Pixels, palettePng } from "./palettePng";
import { type Played, play, root } from "./play";
import { terminalSvg } from "./terminalSvg";

/** The part of examples/gitops that a workflow's comment is made of. */
const { compose, marker } = require("../../examples/gitops/scripts/posts.cjs") as {
  compose(parts: { mark: string; report: string; footer: string; limit: number }): string;
  marker(kind: string, key: string): string;
};

const images = path.join(root, "docs/images");
const mostBytes = 80_000;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { engine: { type: "string", default: "embedded" }, "no-browser": { type: "boolean" } },
  });
  const engine = enginesAtHand().find(({ name }) => name === values.engine);
  if (!engine) throw new Error(`there is no engine ${values.engine} here`);
  const played = await play(engine);
  await fs.mkdir(images, { recursive: true });
  const prompt = "$ npx pulumi-carecycle preview --stack production --all";
  const text = renderText(played.change, { width: 100, color: true });
  await keep("preview.svg", terminalSvg(`${prompt}\n\n${text}`, "A preview in a terminal, field by field"));
  const executablePath = values["no-browser"] ? undefined : findChromium();
  if (executablePath === undefined) {
    process.stdout.write("No Chromium at hand: of the pictures, only preview.svg was made.\n");
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    await photograph(browser, played);
  } finally {
    await browser.close();
  }
}

async function photograph(browser: Browser, { review, drift }: Played): Promise<void> {
  const comment = compose({
    mark: marker("preview", "production"),
    report: renderMarkdown(review),
    footer: "[Preview of `production`](https://github.com/example/desks/actions/runs/1)",
    limit: 65_536,
  });
  await take(browser, commentPage(comment), "comment.png", true, { viewport: { width: 1000, height: 500 } });
  const page = renderHtml(drift);
  await take(browser, page, "report.png", true, {
    viewport: { width: 1280, height: 900 },
    colorScheme: "light",
  });
  await take(browser, page, "report-phone.png", false, {
    viewport: { width: 390, height: 1060 },
    colorScheme: "dark",
  });
}

async function take(
  browser: Browser,
  html: string,
  name: string,
  fullPage: boolean,
  options: BrowserContextOptions,
): Promise<void> {
  const page = await browser.newPage(options);
  await page.setContent(html);
  const shot = await page.screenshot({ fullPage });
  await page.close();
  const blank = await browser.newPage();
  await keep(name, palettePng(await pixelsOf(blank, shot)));
  await blank.close();
}

/** A screenshot's pixels, by the browser that took it. */
async function pixelsOf(page: Page, shot: Buffer): Promise<Pixels> {
  const source = `data:image/png;base64,${shot.toString("base64")}`;
  // As text: what runs in the page is no part of this program, and its types are the browser's.
  const script = `(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(source)};
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    let text = "";
    for (let i = 0; i < data.length; i += 32768) text += String.fromCharCode(...data.subarray(i, i + 32768));
    return { width: image.width, height: image.height, data: btoa(text) };
  })()`;
  const { width, height, data } = await page.evaluate<{ width: number; height: number; data: string }>(
    script,
  );
  return { width, height, data: Buffer.from(data, "base64") };
}

async function keep(name: string, content: string | Buffer): Promise<void> {
  const file = path.join(images, name);
  const size = Buffer.byteLength(content);
  if (size > mostBytes) throw new Error(`${name} has ${size} bytes, more than ${mostBytes}`);
  await fs.writeFile(file, content);
  process.stdout.write(`${path.relative(root, file)}: ${Math.round(size / 1000)} kB\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`pictures: ${(error as Error).message}\n`);
  process.exitCode = 1;
});
