// Pure: text with a terminal's colours as a page that looks like one.

const styles: Readonly<Record<string, string>> = {
  1: "font-weight:bold",
  2: "opacity:.6",
  31: "color:#ff7b72",
  32: "color:#7ee787",
  33: "color:#e3b341",
  36: "color:#76e3ea",
};

/** The page. Every sequence that begins a style is followed by the one that ends it. */
export function terminalPage(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own sequences.
  const colored = escaped.replace(/\u001b\[(\d+)m/g, (_, code: string) =>
    styles[code] === undefined ? "</span>" : `<span style="${styles[code]}">`,
  );
  return `<!doctype html><style>body{margin:0;background:#0d1117;color:#e6edf3;font:12px/1.4 "DejaVu Sans Mono",monospace;padding:1rem}pre{margin:0;white-space:pre}</style><pre>${colored}</pre>`;
}
