// Hides what the program itself made secret from every line and error: the table of fields does not know it.
import { CareCycleError } from "./api/client";
import { secretPathsName } from "./state";
import { at, isObject, type Path, pathText, type Values } from "./values";

/** Masks texts of one resource. */
export type Veil = (text: string) => string;

/** Masks the values that stand in `sources` (inputs, old outputs) at the paths that the program made secret. */
export function veilOf(...sources: Values[]): Veil {
  const texts = new Set<string>();
  for (const source of sources) {
    for (const path of sources.flatMap(secretPathsOf)) collect(valueAt(source, path), texts);
  }
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, secret) => masked.replaceAll(secret, "[secret]"), text);
}

/** Paths that the program made secret, as the constructor noted them. */
export function secretPathsOf(inputs: Values): string[] {
  const paths = inputs[secretPathsName];
  return Array.isArray(paths) ? paths.map(String) : [];
}

/** The error as the host should print it: masked, and without a stack, which it would print behind the message again. */
export function presentable(error: unknown, veil: Veil = (text) => text): unknown {
  if (!(error instanceof CareCycleError)) return error;
  error.message = veil(error.message);
  error.stack = "";
  return error;
}

function valueAt(source: Values, text: string): unknown {
  const find = (value: unknown, path: Path): unknown => {
    if (pathText(path) === text) return value;
    const inner = Array.isArray(value) ? value.keys() : isObject(value) ? Object.keys(value) : [];
    for (const name of inner) {
      const step = [...path, name];
      const found = text.startsWith(pathText(step)) ? find(at(value, [name]), step) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(source, []);
}

function collect(value: unknown, texts: Set<string>): void {
  if (Array.isArray(value)) for (const element of value) collect(element, texts);
  else if (isObject(value)) for (const member of Object.values(value)) collect(member, texts);
  else if (value !== null && value !== undefined && String(value).length > 1) {
    // As it is, and as lines quote it.
    texts.add(String(value)).add(JSON.stringify(String(value)).slice(1, -1));
  }
}
