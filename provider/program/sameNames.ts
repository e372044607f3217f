// Warns of resources of one program that declare the same name: people cannot tell their configs apart. Here and not in the
// provider, which is told neither how a resource is called nor which resources belong together.
import { printable } from "../model/printable";
import { sameNameRule } from "../model/rules";
import type * as pulumi from "./sdk";
import { getStackResource, isSecret, log, Output, output } from "./sdk";

/** Logical names of resources by the config's name that each declares; a secret one follows a NUL. */
interface Run {
  readonly resources: Map<string, string[]>;
  readonly warned: Set<string>;
  scheduled: boolean;
}

// By run: the Automation API runs programs inline, side by side in one process.
const runs = new WeakMap<object, Run>();

/**
 * Notes that the resource `resource` declares `name`. What is the same by the end of the turn is one warning for each
 * name. An output is noted once it is known.
 */
export function noteName(resource: string, name: unknown): void {
  const key = getStackResource();
  if (key === undefined || name === undefined) return;
  const run = runs.get(key) ?? { resources: new Map(), warned: new Set(), scheduled: false };
  runs.set(key, run);
  if (typeof name === "string") {
    noteIn(run, resource, name);
  } else if (Output.isInstance(name) || name instanceof Promise) {
    const deferred = output(name) as pulumi.Output<unknown>;
    // Compared with secret names alone: beside a public one, the warning would tell which name it is.
    const noteAs = (prefix: string) => (known: unknown) =>
      typeof known === "string" && noteIn(run, resource, prefix + known);
    // What rejects, its resource reports.
    isSecret(deferred).then(
      (hidden) => void deferred.apply(noteAs(hidden ? "\0" : "")),
      () => undefined,
    );
  }
}

function noteIn(run: Run, resource: string, name: string): void {
  run.resources.set(name, [...(run.resources.get(name) ?? []), resource]);
  if (run.scheduled) return;
  run.scheduled = true;
  setImmediate(() => {
    run.scheduled = false;
    for (const text of warnings(run)) void log.warn(text);
  });
}

function warnings({ resources, warned }: Run): string[] {
  return [...resources].flatMap(([name, names]) => {
    if (names.length < 2) return [];
    const text = sameNameText(names);
    if (warned.has(name + text)) return [];
    warned.add(name + text);
    return [text];
  });
}

const shown = 10;

// The program may have made the name secret: it is not quoted.
function sameNameText(resources: readonly string[]): string {
  const list = resources.slice(0, shown).map((resource) => `"${printable(resource)}"`);
  const more = resources.length > shown ? ` and ${resources.length - shown} more` : "";
  return `${list.join(", ")}${more} declare the same name: ${sameNameRule.reason} (${sameNameRule.name})`;
}
