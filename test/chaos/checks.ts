// What every run has to keep, the troubled one and those that put it right.
import { readFileSync } from "node:fs";
import { fieldNames } from "../../provider/model/fieldTable";
import { backendFiles, reportsOf } from "../e2e/canaries";
import { isObject, type Json } from "../emulator/objects";
import { same } from "../support/holds";
import { changedUnmanaged, continues, type Doubts, problemsOf, type Was } from "./oracle";
import { type Slot, tagOf } from "./program";
import type { Outcome } from "./runs";
import type { Round } from "./story";
import type { World } from "./world";

/** The quota of a story's client: fewer requests than most runs send, in a window that none has to wait for long. */
export const QUOTA = { limit: 24, seconds: 0.4 } as const;
const CANARY = /\w*CANARY\w*|91827364\d/;
// What no user should ever be shown: an error of the code itself.
const UNTYPED = /TypeError|ReferenceError|RangeError|please report this|Unhandled|Cannot read prop/;

/** What a run broke. `before` are the ids that were live before it, `excused` the secrets that its text may show. */
export async function brokenBy(
  world: World,
  outcome: Outcome,
  before: ReadonlySet<string>,
  excused: readonly unknown[],
): Promise<string[]> {
  const peak = world.emulator.peakRequestsPerWindow(QUOTA.seconds);
  const untyped = UNTYPED.exec(outcome.text);
  const ids = await world.ids();
  return [
    ...(peak > QUOTA.limit ? [`${peak} requests in ${QUOTA.seconds} s`] : []),
    ...(untyped ? [`untyped: ${around(untyped)}`] : []),
    ...(outcome.lateWrites > 0 ? [`${outcome.lateWrites} writes after the engine was gone`] : []),
    ...(await canariesIn(world, outcome, excused)),
    ...orphansOf(world, outcome, before, ids),
    ...wrongDeletes(world, ids),
  ];
}

async function canariesIn(
  { fixture: { stack } }: World,
  { text, result, error }: Outcome,
  excused: readonly unknown[],
): Promise<string[]> {
  const shown = excused.reduce<string>((left, secret) => left.replaceAll(String(secret), "excused"), text);
  const places = new Map([["the text", shown]]);
  for (const file of await backendFiles(stack.stateFile)) places.set(file, readFileSync(file, "utf8"));
  places.set("the export", JSON.stringify(await stack.exportState()));
  if (result?.json !== undefined && error === undefined) {
    const document = JSON.stringify(result.json);
    places.set("the preview's document", document);
    for (const [i, report] of reportsOf(document).entries()) places.set(`report ${i}`, report);
  }
  return [...places].flatMap(([where, searched]) => {
    const found = CANARY.exec(searched);
    return found ? [`${found[0]} in ${where}: ${around(found)}`] : [];
  });
}

/**
 * Configs that a run created and that no resource has: only where nobody could know of it, because the run was killed,
 * or said that there may be one, or the API refused what it then did.
 */
function orphansOf(
  { program, emulator }: World,
  { text, killed }: Outcome,
  before: ReadonlySet<string>,
  ids: ReadonlyMap<string, string>,
): string[] {
  const problems: string[] = [];
  const held = new Set(ids.values());
  const orphans = emulator
    .list()
    .filter(({ id }) => !before.has(id.toLowerCase()) && !held.has(id.toLowerCase()));
  const posts = emulator.requests.filter(({ method }) => method === "POST");
  const isOf = (tag: string, name: unknown) => String(name).startsWith(tag);
  for (const [i, { name }] of program.slots.entries()) {
    const tag = tagOf(i);
    const sent = posts.filter(({ body }) => isOf(tag, (body as Json).name));
    const lost = orphans.filter((config) => isOf(tag, config.name));
    const told = text.includes(`named "${tag}`) || sent.some(({ status }) => (status ?? 0) >= 400);
    if (lost.length > 1 || (lost.length === 1 && !killed && !told))
      problems.push(`${name}: ${lost.length} configs that nobody has, from ${sent.length} POSTs`);
    const done = sent.filter(({ status, outcome }) => (status ?? 500) < 300 && outcome === "answered");
    if (done.length > 1) problems.push(`${name}: ${done.length} POSTs were carried out`);
  }
  // A field that the server did not take may have been the name.
  const nameless = orphans.filter(({ name }) => !/^S\d\d/.test(String(name)));
  if (nameless.length > 0 && !killed && !text.includes("may exist now"))
    problems.push(`configs that nobody has: ${nameless.map(({ id }) => id)}`);
  return problems;
}

/** A DELETE leaves only for what the program dropped under deletionPolicy "delete", and that no resource has. */
function wrongDeletes(world: World, ids: ReadonlyMap<string, string>): string[] {
  const due = world.due(ids);
  return world.emulator.requests.flatMap(({ method, path }) => {
    const id = path.split("/").pop()?.toLowerCase() ?? "";
    return method === "DELETE" && !due.has(id) ? [`DELETE of ${id}, which should stay`] : [];
  });
}

/**
 * What an update without a refresh made of edits in the dashboard to fields that the code owns or releases: left alone
 * where onConflict is "fail", and named where they were written over.
 */
export function conflictsOf(world: World, { run }: Round, outcome: Outcome, doubts: Doubts): string[] {
  const refreshes = run.refresh && run.kill?.what !== "engine";
  if (run.command !== "up" || refreshes) return [];
  const live = world.live();
  const lines = outcome.text.split("\n").filter((line) => /overwriting|set back/.test(line));
  return world.program.slots.flatMap((slot, i) => {
    const was = world.was[i];
    if (!was || !world.goesOn(slot, was) || doubts.replaced.has(slot) || isElsewhere(slot, was)) return [];
    return changedByOthers(world, slot, was, doubts).flatMap((name) => {
      const [theirs, now] = [world.theirs.get(was.id)?.[name] ?? null, live.get(was.id)?.[name] ?? null];
      if (keeps(name, slot, theirs, now)) return [];
      if (slot.inputs.onConflict === "fail")
        return [
          `${slot.name}: ${name} was written over under onConflict "fail": ${JSON.stringify(theirs)} => ${JSON.stringify(now)}`,
        ];
      const named = outcome.killed || lines.some((line) => line.includes(name));
      return named
        ? []
        : [
            `${slot.name}: ${name} was written over without a word: ${JSON.stringify(theirs)} => ${JSON.stringify(now)}`,
          ];
    });
  });
}

function isElsewhere({ inputs }: Slot, { id }: Was): boolean {
  return inputs.transferConfigId !== undefined && String(inputs.transferConfigId).toLowerCase() !== id;
}

// Of credentials that others set the state keeps nothing, so nobody can tell whether they changed.
function changedByOthers(
  { theirs, start }: World,
  { inputs, secrets }: Slot,
  was: Was,
  { before }: Doubts,
): string[] {
  const [now, then] = [theirs.get(was.id), start.get(was.id)];
  if (!now || !then || before.has(was.id)) return [];
  return fieldNames.filter(
    (name) =>
      name !== "sipHeaders" &&
      !secrets.includes(name) &&
      (inputs[name] !== undefined || was.inputs[name] !== undefined) &&
      !same(now[name] ?? null, then[name] ?? null),
  );
}

/** Whether a field is as others wrote it; of dynamicOptions, the declared members that are no credentials. */
function keeps(name: string, { inputs }: Slot, theirs: unknown, now: unknown): boolean {
  if (name !== "dynamicOptions") return same(theirs, now);
  const [want, have, found] = [inputs[name], theirs, now].map((value) => (isObject(value) ? value : {})) as [
    Json,
    Json,
    Json,
  ];
  return Object.keys(want)
    .filter((member) => member !== "headers" && member !== "body")
    .every((member) => same(have[member] ?? null, found[member] ?? null));
}

/** What has not converged: the live configs against the program and what others wrote. */
export async function unsettled(world: World, doubts: Doubts): Promise<string[]> {
  const ids = await world.ids();
  const problems: string[] = [];
  const live = world.live();
  const managed = new Set<string>();
  for (const [i, slot] of world.program.slots.entries()) {
    if (slot.name === undefined) continue;
    const id = ids.get(slot.name);
    const config = id === undefined ? undefined : live.get(id);
    if (id === undefined || config === undefined) {
      problems.push(`${slot.name}: ${id === undefined ? "not in the state" : `${id} is not live`}`);
      continue;
    }
    managed.add(id);
    const was = world.was[i];
    const { transferConfigId: wanted } = slot.inputs;
    if (wanted !== undefined && String(wanted).toLowerCase() !== id)
      problems.push(`${slot.name}: has ${id}, not ${wanted}`);
    const isAnother = was && wanted === undefined && world.goesOn(slot, was) && !continues(slot, was, id);
    if (isAnother && world.theirs.has(was.id) && !doubts.replaced.has(slot))
      problems.push(`${slot.name}: created twice: ${id} beside ${was.id}`);
    for (const problem of problemsOf(slot, was, config, world.theirs.get(id), world.start.get(id), doubts))
      problems.push(`${slot.name} (${id}) ${problem}`);
  }
  const names = world.program.slots.map(({ name }) => name);
  const extra = [...ids.keys()].filter((name) => !names.includes(name));
  if (extra.length > 0) problems.push(`in the state, and not in the program: ${extra}`);
  const due = world.due(ids);
  for (const [id, theirs] of world.theirs) {
    const config = live.get(id);
    if (due.has(id) && config !== undefined) problems.push(`${id} was to be deleted`);
    else if (!due.has(id) && config === undefined) problems.push(`${id} is gone`);
    else if (config !== undefined && !managed.has(id))
      problems.push(...changedUnmanaged(config, theirs).map((text) => `${id} ${text}`));
  }
  return problems;
}

const around = ({ input, index }: RegExpExecArray) => input.slice(Math.max(0, index - 200), index + 100);
