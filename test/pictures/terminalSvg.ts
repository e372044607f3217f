// Pure: text with a terminal's colours as an SVG that looks like one. Needs no browser.

const colors: Readonly<Record<string, string>> = {
  31: "#ff7b72",
  32: "#7ee787",
  33: "#e3b341",
  36: "#76e3ea",
};
const [background, foreground] = ["#0d1117", "#e6edf3"];
const fontSize = 12;
// Of the common monospaced fonts, in ems. Each run has a place of its own, so that columns stand in line in any of them.
const column = fontSize * 0.602;
const lineHeight = 17;
const margin = 16;

interface Style {
  readonly color?: string | undefined;
  readonly isBold?: boolean;
  readonly isFaint?: boolean;
}

interface Run {
  readonly text: string;
  /** Column of its first character. */
  readonly at: number;
  readonly style: Style;
}

/** The picture; `title` is what people hear who do not see it. */
export function terminalSvg(text: string, title: string): string {
  const lines = text.trimEnd().split("\n");
  let style: Style = {};
  const runs = lines.map((line) => {
    const read = runsOf(line, style);
    style = read.style;
    return read.runs;
  });
  const ends = runs.flat().map((run) => run.at + run.text.length);
  const width = Math.ceil(Math.max(...ends) * column + 2 * margin);
  const height = lines.length * lineHeight + 2 * margin;
  const drawn = runs.flatMap((list, i) =>
    list.length === 0
      ? []
      : [`<text y="${margin + i * lineHeight + fontSize}">${list.map(tspan).join("")}</text>`],
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${background}"/>
<g fill="${foreground}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}">
${drawn.join("\n")}
</g>
</svg>
`;
}

/** The parts of a line, and the style in which it ends. What two or more spaces set apart are two parts. */
function runsOf(line: string, begin: Style): { runs: Run[]; style: Style } {
  const runs: Run[] = [];
  let style = begin;
  let at = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own sequences.
  for (const [part, code] of line.matchAll(/\u001b\[(\d+)m|[^\u001b]+/g)) {
    if (code !== undefined) {
      style = restyled(style, Number(code));
      continue;
    }
    for (const { 0: text, index } of part.matchAll(/\S+(?: \S+)*/g))
      runs.push({ text, at: at + index, style });
    at += part.length;
  }
  return { runs, style };
}

function restyled(style: Style, code: number): Style {
  if (code === 1) return { ...style, isBold: true };
  if (code === 2) return { ...style, isFaint: true };
  if (code === 22) return { ...style, isBold: false, isFaint: false };
  if (code === 39 || colors[code] !== undefined) return { ...style, color: colors[code] };
  throw new Error(`the picture knows no style ${code}`);
}

function tspan({ text, at, style: { color, isBold, isFaint } }: Run): string {
  const attributes = [
    `x="${(margin + at * column).toFixed(1)}"`,
    ...(color === undefined ? [] : [`fill="${color}"`]),
    ...(isBold ? ['font-weight="bold"'] : []),
    ...(isFaint ? ['opacity="0.65"'] : []),
  ];
  return `<tspan ${attributes.join(" ")}>${escaped(text)}</tspan>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
