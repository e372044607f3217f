// The pages for readers, and what is in them: code blocks, headings, links.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Folder of the repository. */
export const root = join(__dirname, "../..");

/** A page: its path from the repository's root, and its text. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced code block. */
export interface Block {
  readonly page: string;
  /** Line of the page on which the code begins. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
}

/** A link of a page, as it is written. */
export interface Link {
  readonly page: string;
  readonly line: number;
  readonly target: string;
}

/** Every markdown page that people read: those of the root, of docs, of the examples and of .github. */
export function pages(): Page[] {
  const files = [
    ...readdirSync(root).filter((name) => name.endsWith(".md")),
    ...["docs", "examples", ".github"].flatMap((folder) => markdownIn(join(root, folder))),
  ];
  return files.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : markdownIn(path);
    return entry.name.endsWith(".md") ? [relative(root, path)] : [];
  });
}

const fence = /^(\s*)(`{3,}|~{3,})(.*)$/;

/** The code blocks of a page. */
export function blocksOf({ path, text }: Page): Block[] {
  const blocks: Block[] = [];
  let open: { marker: string; language: string; line: number; lines: string[] } | undefined;
  for (const [i, line] of text.split("\n").entries()) {
    const [, , marker = "", info = ""] = fence.exec(line) ?? [];
    if (!open && marker !== "") {
      open = { marker, language: info.trim().split(/\s/)[0] ?? "", line: i + 2, lines: [] };
    } else if (open && marker.startsWith(open.marker) && info.trim() === "") {
      blocks.push({ page: path, line: open.line, language: open.language, code: open.lines.join("\n") });
      open = undefined;
    } else {
      open?.lines.push(line);
    }
  }
  if (open) throw new Error(`${path}:${open.line}: the code block does not end`);
  return blocks;
}

/** The lines of a page, those of code blocks empty, and code within a line left out. */
function prose({ text }: Page): string[] {
  let marker = "";
  return text.split("\n").map((line) => {
    const [, , found = ""] = fence.exec(line) ?? [];
    const isFence = found !== "" && (marker === "" || found.startsWith(marker));
    if (isFence) marker = marker === "" ? found : "";
    return isFence || marker !== "" ? "" : line;
  });
}

/** The anchors of a page: those that it sets itself, and those that GitHub makes of its headings. */
export function anchorsOf(page: Page): string[] {
  const taken = new Map<string, number>();
  const own = [...page.text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
  const ofHeadings = headingsOf(page).map((heading) => {
    const slug = slugOf(heading);
    const before = taken.get(slug) ?? 0;
    taken.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return [...own, ...ofHeadings];
}

/** The headings of a page, as they are written. */
export function headingsOf(page: Page): string[] {
  return prose(page).flatMap((line) => /^#{1,6}\s+(.*?)\s*#*$/.exec(line)?.[1] ?? []);
}

function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
    .replace(/ /g, "-");
}

/** The links and pictures of a page. */
export function linksOf(page: Page): Link[] {
  return prose(page).flatMap((line, i) => {
    const text = line.replace(/`[^`]*`/g, "code");
    const targets = [
      ...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
      ...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/g),
      ...text.matchAll(/<(https?:[^>\s]+)>/g),
      ...text.matchAll(/(?:src|href)="([^"]+)"/g),
    ];
    return targets.map(([, target = ""]) => ({ page: page.path, line: i + 1, target }));
  });
}
