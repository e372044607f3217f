// Every link of the pages leads somewhere: to a file of the repository, to a heading of it, or to a well-formed address.
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { anchorsOf, headingsOf, type Link, linksOf, pages, root } from "./pages";

const all = pages();
const links = all.flatMap(linksOf);
const anchors = new Map(all.map((page) => [page.path, anchorsOf(page)]));

/** What is wrong with a link, or undefined. */
function problem({ page, target }: Link): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return isAddress(target) ? undefined : "not an https address";
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? page : relative(root, join(root, dirname(page), decodeURIComponent(file)));
  if (path.startsWith("..")) return "outside the repository";
  if (!existsSync(join(root, path))) return "no such file";
  if (anchor === undefined) return undefined;
  const isFolder = statSync(join(root, path)).isDirectory();
  return anchors.get(isFolder ? join(path, "README.md") : path)?.includes(anchor)
    ? undefined
    : "no such heading";
}

// Nothing is asked of the network: a page that a site moved must not fail the tests of somebody else's change.
function isAddress(target: string): boolean {
  return URL.canParse(target) && /^(https|mailto):/.test(target);
}

test("every link leads to a file, a heading or a well-formed address", () => {
  const broken = links.flatMap((link) => {
    const what = problem(link);
    return what === undefined ? [] : [`${link.page}:${link.line}: ${link.target}: ${what}`];
  });
  expect(broken).toEqual([]);
  expect(links.length).toBeGreaterThan(80);
});

test("a broken link is found, whatever is wrong with it", () => {
  const from = (target: string) => problem({ page: "docs/README.md", line: 1, target });
  expect(from("adopt.md#rules")).toBeUndefined();
  expect(from("#documentation")).toBeUndefined();
  expect(from("adopt.md#no-such-rules")).toBe("no such heading");
  expect(from("no-such-page.md")).toBe("no such file");
  expect(from("../../elsewhere.md")).toBe("outside the repository");
  expect(from("http://example.com")).toBe("not an https address");
});

test("the index of the documentation lists every page of the folder", () => {
  const targets = linksOf(all.find(({ path }) => path === "docs/README.md") ?? { path: "", text: "" });
  const listed = targets.map(({ target }) => target);
  const own = all.map(({ path }) => path).filter((path) => /^docs\/[^/]+\.md$/.test(path));
  const missing = own.map((path) => path.slice("docs/".length)).filter((name) => !listed.includes(name));
  expect(missing).toEqual(["README.md"]);
});

test("every page begins with its title", () => {
  const untitled = all.filter((page) => !page.path.startsWith(".github/") && headingsOf(page).length === 0);
  expect(untitled.map(({ path }) => path)).toEqual([]);
});
