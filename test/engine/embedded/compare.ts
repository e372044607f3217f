// Compares inputs with inputs down to the leaf, and resets what ignoreChanges names.

import type { PropertyDiff } from "../engine";
import { formatPath, type Path, parsePath } from "./paths";
import { copy, equal, isObject, own, type PropertyMap, Secret, unwrap, type Value } from "./values";

export type DetailedDiff = Record<string, PropertyDiff>;

export interface Difference {
  /** Top-level properties that differ, sorted. */
  keys: string[];
  detailed: DetailedDiff;
}

/** Undefined where nothing differs. Null and absent are the same thing here, as they are to the CLI. */
export function compareInputs(olds: PropertyMap, news: PropertyMap): Difference | undefined {
  const detailed: DetailedDiff = {};
  const before = unwrap(olds) as PropertyMap;
  const after = unwrap(news) as PropertyMap;
  const keys = compareObjects([], before, after, detailed);
  if (keys.length === 0) return undefined;
  return { keys: keys.sort(), detailed: sorted(detailed) };
}

function compareObjects(path: Path, olds: PropertyMap, news: PropertyMap, found: DetailedDiff): string[] {
  const changed: string[] = [];
  for (const key of new Set([...Object.keys(olds), ...Object.keys(news)])) {
    const before = own(olds, key) ?? null;
    const after = own(news, key) ?? null;
    if (compareValues([...path, key], before, after, found)) changed.push(key);
  }
  return changed;
}

function compareValues(path: Path, before: Value, after: Value, found: DetailedDiff): boolean {
  if (Array.isArray(before) && Array.isArray(after)) {
    let changed = false;
    for (let i = 0; i < Math.max(before.length, after.length); i++) {
      const here = [...path, i];
      if (i >= before.length) note(here, "add", found);
      else if (i >= after.length) note(here, "delete", found);
      else if (!compareValues(here, before[i] as Value, after[i] as Value, found)) continue;
      changed = true;
    }
    return changed;
  }
  if (isObject(before) && isObject(after)) return compareObjects(path, before, after, found).length > 0;
  if (equal(before, after)) return false;
  // An object that appears or disappears whole is one entry, not one for each of its leaves.
  note(path, before === null ? "add" : after === null ? "delete" : "update", found);
  return true;
}

function note(path: Path, kind: PropertyDiff["kind"], found: DetailedDiff) {
  found[formatPath(path)] = { kind, inputDiff: true };
}

const sorted = (diff: DetailedDiff): DetailedDiff =>
  Object.fromEntries(Object.entries(diff).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A refresh compares live inputs with recorded ones as if the latter were the goal; shown the other way round. */
export function invert(diff: DetailedDiff | undefined): DetailedDiff | undefined {
  if (diff === undefined) return undefined;
  const turned = { add: "delete", delete: "add" } as Record<string, PropertyDiff["kind"]>;
  return Object.fromEntries(
    Object.entries(diff).map(([path, { kind, inputDiff }]) => [
      path,
      { kind: turned[kind] ?? kind, inputDiff },
    ]),
  );
}

/** The difference with what `patterns` (replaceOnChanges) names marked as a reason to replace, and the keys of those. */
export function replacing(
  found: Difference,
  patterns: readonly string[],
): { detailed: DetailedDiff; keys: string[] } {
  const paths = patterns.map(parsePath);
  const asks = (path: Path) =>
    paths.some((p) => p.length <= path.length && p.every((step, i) => step === "*" || step === path[i]));
  const detailed = Object.entries(found.detailed).map(([text, { kind, inputDiff }]) => {
    const replaced = asks(parsePath(text)) ? (`${kind}-replace` as PropertyDiff["kind"]) : kind;
    return [text, { kind: replaced, inputDiff }] as const;
  });
  return { detailed: Object.fromEntries(detailed), keys: found.keys.filter((key) => asks([key])) };
}

/** News with the old value wherever `ignored` points; `refused` gets the paths that cannot be reset. */
export function ignoreChanges(
  olds: PropertyMap,
  news: PropertyMap,
  ignored: string[],
  refused: string[],
): PropertyMap {
  const result = copy(news);
  for (const text of ignored) if (!reset(parsePath(text), olds, result)) refused.push(text);
  return result;
}

const bare = (value: Value | undefined): Value | undefined =>
  value instanceof Secret ? bare(value.value) : value;

function reset(path: Path, before: Value | undefined, after: Value | undefined): boolean {
  const olds = bare(before);
  const news = bare(after);
  const [step, ...rest] = path;
  if (step === undefined) return false;
  if (step === "*") return members(olds, news).every((member) => reset([member, ...rest], olds, news));
  if (typeof step === "number") {
    if (!Array.isArray(olds) && !Array.isArray(news)) return true;
    if (!Array.isArray(olds) || !Array.isArray(news)) return false;
    if (step >= olds.length && step >= news.length) return true;
    if (step >= olds.length || step >= news.length) return false;
    if (rest.length > 0) return reset(rest, olds[step], news[step]);
    news[step] = copy(olds[step] as Value);
    return true;
  }
  if (!isObject(olds) && !isObject(news)) return true;
  if (!isObject(olds) || !isObject(news)) return false;
  const old = own(olds, step);
  if (rest.length > 0) {
    const now = own(news, step);
    if (old === undefined && now === undefined) return true;
    if (old === undefined || now === undefined) return false;
    return reset(rest, old, now);
  }
  if (old === undefined) delete news[step];
  else news[step] = copy(old);
  return true;
}

function members(olds: Value | undefined, news: Value | undefined): (string | number)[] {
  if (Array.isArray(olds) && Array.isArray(news)) {
    return Array.from({ length: Math.max(olds.length, news.length) }, (_, index) => index);
  }
  const keys = new Set<string>();
  for (const side of [olds, news]) if (isObject(side)) for (const key of Object.keys(side)) keys.add(key);
  return [...keys];
}
