// Hides what the program itself made secret from every line and error: the table of fields does not know it.
import { CareCycleError } from "./api/client";
import { printable, printableJson } from "./printable";
import { secretPathsName } from "./state";
import { covers, leaves, pathText, type Values } from "./values";

/** Masks texts of one resource. */
export type Veil = (text: string) => string;

/** Masks the values that stand in `sources` (inputs, old outputs) at the paths that the program made secret. */
export function veilOf(...sources: Values[]): Veil {
  const secret = sources.flatMap(secretPathsOf);
  const texts = sources
    .flatMap((source) => (secret.length > 0 ? leaves(source) : []))
    .filter(({ path, value }) => value !== null && value !== undefined && isUnder(secret, pathText(path)))
    .map(({ value }) => String(value))
    .filter((text) => text.length > 1);
  // As it is, and as lines quote it; the longest first, because one may be part of another.
  const forms = new Set(texts.flatMap((text) => [text, printable(text), printableJson(text).slice(1, -1)]));
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, form) => masked.replaceAll(form, "[secret]"), text);
}

function isUnder(secret: readonly string[], path: string): boolean {
  return secret.some((outer) => covers(outer, path));
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
