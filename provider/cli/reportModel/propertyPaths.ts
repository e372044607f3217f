// Property paths as the engine writes them in a detailed diff, and values at them.

import { isOpaque } from "../../model/maskText";
import { at, type Path } from "../../model/values";

/**
 * The parts of `dynamicOptions.headers["x.y"]` or `transferWaitingMessages[0]`. The engine escapes quotes and nothing else
 * (`PropertyPath.String` in sdk/go/common/resource/properties_path.go), so a key may end with a backslash.
 */
export function parsePath(text: string): (string | number)[] {
  const parts: (string | number)[] = [];
  const token = /\.?([^.[\]]+)|\[(\d+)\]|\["([^"\\]*(?:\\"?[^"\\]*)*)"\](?=$|[.[])/gy;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [, name, index, quoted] = match;
    if (name !== undefined) parts.push(name);
    else if (index !== undefined) parts.push(Number(index));
    else parts.push((quoted ?? "").replaceAll('\\"', '"'));
  }
  return parts;
}

/** What stands at a path, or undefined. What stands for a whole object or list stands for all that is in it. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (isOpaque(inner) ? inner : at(inner, [part])), value);
}

/** The longest part of a path down to which the value is shown; undefined where it is shown at the path itself. */
export function opaquePrefix(value: unknown, path: Path): Path | undefined {
  const length = Array.from({ length: path.length + 1 }, (_, n) => n).find((n) =>
    isOpaque(valueAt(value, path.slice(0, n))),
  );
  return length === undefined ? undefined : path.slice(0, length);
}

/** Whether one path is the other, or leads to it. */
export function overlap(a: Path, b: Path): boolean {
  const length = Math.min(a.length, b.length);
  return Array.from({ length }, (_, i) => String(a[i]) === String(b[i])).every(Boolean);
}
