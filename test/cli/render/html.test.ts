// The HTML report in a real browser, where one is at hand.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { parsePreview } from "../../../provider/cli/preview/document";
import { renderHtml } from "../../../provider/cli/render/html";
import { buildReport } from "../../../provider/cli/reportModel/report";
import { findChromium } from "../../support/chromium";
import { type RecordedDocument, readPreview } from "../../support/previews";

const render = (document: RecordedDocument) =>
  renderHtml(buildReport(parsePreview(JSON.stringify(document), "test"), { strict: true }));

const hostile = '<script>document.title = "taken"</script><img src=x onerror="document.title=1">"&';

/** A document with a drifted, a secret and an unchanged config, and with hostile names and values. */
function hostileDocument(): RecordedDocument {
  const document = readPreview("drift");
  const step = document.steps.find((s) => s.op === "update");
  Object.assign(step?.oldState?.outputs ?? {}, { name: hostile, directPhoneNumber: hostile });
  const secret = readPreview("secret").steps.filter((s) => s.urn.endsWith("::scheduling-desk"));
  const third = JSON.stringify(secret).replaceAll("scheduling-desk", "third-desk");
  return { ...document, steps: [...document.steps, ...JSON.parse(third.replaceAll("[secret]", "LEAKED"))] };
}

test("the page holds no address, no script but its own, and foreign text as text", () => {
  const html = render(hostileDocument());
  expect(html).not.toMatch(/https?:\/\/(?!agents\.example\.com)/);
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain("<img");
  expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  expect(html).not.toMatch(/LEAKED|__provider/);
});

const executablePath = findChromium();
if (executablePath === undefined)
  process.stderr.write("No Chromium at hand: the HTML report was not opened.\n");

(executablePath === undefined ? describe.skip : describe)("in Chromium", () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "carecycle-html-"));
    const file = join(folder, "report.html");
    writeFileSync(file, render(hostileDocument()));
    url = pathToFileURL(file).href;
    // Root in a container has no sandbox to use.
    browser = await chromium.launch({ executablePath: String(executablePath), args: ["--no-sandbox"] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: Parameters<Browser["newPage"]>[0] = {}): Promise<[Page, string[]]> {
    const page = await browser.newPage(options);
    const problems: string[] = [];
    page.on("console", (message) => problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) problems.push(request.url());
    });
    await page.goto(url);
    return [page, problems];
  }

  const names = (page: Page) => page.locator("article:visible h2").allInnerTexts();

  test("it loads without a console message or a request, and runs nothing foreign", async () => {
    const [page, problems] = await open();
    expect(problems).toEqual([]);
    expect(await page.title()).toBe("careCycle transfer configs: test");
    expect(await page.locator("article").count()).toBe(3);
    expect(await page.locator("article").first().textContent()).toContain(hostile);
    expect(await page.content()).not.toMatch(/LEAKED|__provider/);
    await page.close();
  }, 60_000);

  test("the filter hides a class and the search finds a name", async () => {
    const [page, problems] = await open();
    expect(await names(page)).toEqual([
      "drift critical sales-floor",
      "change third-desk",
      "unchanged scheduling-desk",
    ]);
    await page.locator('input[data-filter="unchanged"]').uncheck();
    expect(await names(page)).toEqual(["drift critical sales-floor", "change third-desk"]);
    await page.locator("#search").fill("THIRD");
    expect(await names(page)).toEqual(["change third-desk"]);
    expect(await page.locator("#count").textContent()).toBe("1 of 3 shown");
    await page.locator("#search").fill("");
    expect(await names(page)).toHaveLength(2);
    expect(problems).toEqual([]);
    await page.close();
  }, 60_000);
});
