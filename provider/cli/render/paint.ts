// Colours of a terminal, and the tone of each class in all formats.
import type { LeafClass, ResourceClass } from "../reportModel/types";

/** How much a class asks of a reader. */
export type Tone = "bad" | "warn" | "good" | "calm";

/** The tone of each class: bad is gone or not known, warn was changed by others, good is new, calm is as the code wants it. */
export const toneOf: Readonly<Record<ResourceClass | LeafClass, Tone>> = {
  unreadable: "bad",
  missing: "bad",
  replace: "bad",
  delete: "bad",
  release: "warn",
  both: "warn",
  drift: "warn",
  observed: "warn",
  change: "calm",
  clear: "calm",
  adopt: "good",
  create: "good",
  unchanged: "calm",
};

// Select Graphic Rendition: begin and end.
const codes: Readonly<Record<Tone | "bold" | "faint" | "old" | "new", readonly [number, number]>> = {
  bad: [31, 39],
  warn: [33, 39],
  good: [32, 39],
  calm: [36, 39],
  old: [31, 39],
  new: [32, 39],
  bold: [1, 22],
  faint: [2, 22],
};

/** Colours a text that holds no line break. */
export type Paint = (style: keyof typeof codes, text: string) => string;

/** Paints where colours are wanted, and otherwise leaves texts as they are. */
export function painter(color: boolean): Paint {
  if (!color) return (_, text) => text;
  return (style, text) => {
    const [begin, end] = codes[style];
    return `\u001b[${begin}m${text}\u001b[${end}m`;
  };
}
