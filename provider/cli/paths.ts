// Property paths as the engine writes them in a detailed diff, and values at them.
import type { Path, Values } from "../values";

/** The parts of `dynamicOptions.headers["x.y"]` or `transferWaitingMessages[0]`. */
export function parsePath(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  const token = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/gy;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [, name, index, quoted] = match;
    if (name !== undefined) parts.push(name);
    else if (index !== undefined) parts.push(Number(index));
    else parts.push((quoted ?? "").replace(/\\(.)/g, "$1"));
  }
  return parts;
}

/** What stands at a path, or undefined. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Values)[part as string]
        : undefined,
    value,
  );
}

/** The path in the API's own shape: additional fields stand at the root of the config. */
export function apiPath(path: Path): Path {
  return path[0] === "additionalFields" ? path.slice(1) : path;
}

/** Whether one path is the other, or leads to it. */
export function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return Array.from({ length }, (_, i) => String(a[i]) === String(b[i])).every(Boolean);
}
