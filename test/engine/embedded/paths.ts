// Property paths such as `headers["x-y"].list[0]`: written as the CLI writes them, and read back.

export type Path = (string | number)[];

export function formatPath(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      // As the CLI says it, which takes the quote behind a backslash for one of the name.
      if (step.endsWith("\\")) throw new Error("missing closing quote in property name");
      if (!/^[A-Za-z0-9_]*$/.test(step)) return `["${step.replaceAll('"', '\\"')}"]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}

export function parsePath(text: string): Path {
  const path: Path = [];
  const step = /(?:^|\.)([^.["\]]+)|\[(\d+)\]|\[\*\]|\["((?:[^"\\]|\\.)*)"\]/y;
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const match = step.exec(text);
    if (!match) throw new Error(`not a property path: ${text} (at character ${at})`);
    const [, name, index, quoted] = match;
    if (name !== undefined) path.push(name);
    else if (index !== undefined) path.push(Number(index));
    else path.push(quoted === undefined ? "*" : quoted.replaceAll('\\"', '"'));
  }
  return path;
}
