// What differs between a record and a goal, by the provider's word and by the engine's own comparison.

import { compareInputs, type DetailedDiff, ignoreChanges, replacing } from "./compare";
import type { ProviderHost } from "./provider";
import type { Resource } from "./state";
import type { PropertyMap } from "./values";

export interface InputDiff {
  some: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
  keys?: string[];
  detailed?: DetailedDiff;
}

/** Asks the provider, and compares the inputs itself where the provider leaves that open. */
export async function diffInputs(
  host: ProviderHost,
  resource: Resource,
  old: Resource,
  news: PropertyMap,
): Promise<InputDiff> {
  const { changes, replaces, deleteBeforeReplace } = await host.diff(
    resource,
    old.id ?? "",
    old.outputs,
    news,
  );
  const base = { replaces, deleteBeforeReplace };
  if (changes !== undefined) return { ...base, some: changes };
  const found = compareInputs(old.inputs, ignoreChanges(old.inputs, news, resource.ignoreChanges, []));
  return found
    ? { ...base, some: true, keys: found.keys, detailed: found.detailed }
    : { ...base, some: false };
}

/** The difference with what the resource's replaceOnChanges makes of it. Of a refresh it makes nothing. */
export function withReplaceOnChanges(diff: InputDiff, patterns: readonly string[]): InputDiff {
  if (!diff.some || patterns.length === 0 || !diff.keys || !diff.detailed) return diff;
  const { keys, detailed } = replacing({ keys: diff.keys, detailed: diff.detailed }, patterns);
  return { ...diff, detailed, replaces: [...new Set([...diff.replaces, ...keys])] };
}

/** Whether it asks for a replacement: for a nested path the detailed difference alone says so. */
export function isReplacement({ replaces, detailed = {} }: InputDiff): boolean {
  return replaces.length > 0 || Object.values(detailed).some(({ kind }) => kind.endsWith("-replace"));
}
