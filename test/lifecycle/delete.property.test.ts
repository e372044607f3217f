// Which delete of the engine is the removal of a dropped config, told by what the same process was asked before.
import fc from "fast-check";
import { UNKNOWN, type Values } from "../../provider/model/values";
import {
  checked,
  create,
  createFixture,
  type Fixture,
  type Recorded,
  refresh,
  update,
} from "../support/fixture";

const A = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const B = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const deleting = { deletionPolicy: "delete" };

async function stateOf(inputs: Values): Promise<{ fixture: Fixture; old: Recorded }> {
  const fixture = createFixture({ allowDelete: true });
  fixture.api.add({ id: A, name: "A" });
  fixture.api.add({ id: B, name: "B" });
  const old = await create(fixture, { ...deleting, ...inputs });
  fixture.api.clear();
  return { fixture: fixture.later(), old };
}

const deletes = ({ api }: Fixture) => api.requests.filter((r) => r.method === "DELETE").map((r) => r.id);

test("what the program dropped is deleted, beside resources that stay, change and are created", async () => {
  const { fixture, old } = await stateOf({ transferConfigId: A });
  const kept = await create(fixture, { name: "Kept" });
  const later = fixture.later();
  await update(later, kept, { name: "Renamed" });
  await create(later, { name: "New", sipUri: null, dynamicOptions: { headers: { b: "2", a: "1" } } });
  await later.provider.delete(A, old.outs);
  expect(deletes(later)).toEqual([A]);
});

test("an id that another resource declares is not deleted, in whatever case it is written", async () => {
  const { fixture, old } = await stateOf({ transferConfigId: A });
  await checked(fixture, { transferConfigId: A.toUpperCase(), name: "A" });
  await fixture.provider.delete(A.toUpperCase(), old.outs);
  expect(deletes(fixture)).toEqual([]);
  expect(fixture.lines.at(-1)).toBe(
    `transfer config "A" (${A.toUpperCase()}): still live, no longer managed by the entry removed from the state: the program still declares this config`,
  );
});

test("a config that makes way for another id is not deleted, before or after the other is adopted", async () => {
  for (const deleteFirst of [true, false]) {
    const { fixture, old } = await stateOf({ transferConfigId: A });
    const news = { ...deleting, transferConfigId: B };
    const inputs = await checked(fixture, news, old.inputs);
    expect(await fixture.provider.diff(A, old.outs, inputs)).toEqual({
      replaces: ["transferConfigId"],
      deleteBeforeReplace: true,
    });
    const again = await checked(fixture, news);
    if (!deleteFirst) await fixture.provider.create(again);
    await fixture.provider.delete(A, old.outs);
    expect(deletes(fixture)).toEqual([]);
    expect(fixture.lines.at(-1)).toMatch(
      deleteFirst ? /another config takes its place$/ : /the program still has this resource$/,
    );
    expect(fixture.lines.join()).not.toContain("would delete it");
  }
});

test("a replacement without a diff (--replace) deletes neither an adopted config nor a created one", async () => {
  for (const inputs of [{ transferConfigId: A }, { name: "Created" }]) {
    const { fixture, old } = await stateOf(inputs);
    const next = await checked(fixture, { ...deleting, ...inputs });
    await fixture.provider.delete(old.id, old.outs);
    await fixture.provider.create(next);
    expect(deletes(fixture)).toEqual([]);
  }
});

test("a create that an error hook repeats does not count for another one that still waits", async () => {
  const { fixture, old } = await stateOf({ name: "Created" });
  const first = await checked(fixture, { name: "First" });
  const second = await checked(fixture, { name: "Created", ...deleting });
  fixture.api.before = ({ body }) => {
    if (body?.name === "First") throw new TypeError("cut");
  };
  await expect(fixture.provider.create(first)).rejects.toThrow();
  await expect(fixture.provider.create(first)).rejects.toThrow();
  await fixture.provider.delete(old.id, old.outs);
  expect(deletes(fixture)).toEqual([]);
  await fixture.provider.create(second);
});

test("a refresh before the program, and a dependent's simulated diff, keep no DELETE back", async () => {
  const { fixture, old } = await stateOf({ transferConfigId: A });
  const fresh = await refresh(fixture, old);
  await fixture.provider.diff(A, fresh.outs, old.inputs);
  const kept = await create(fixture, { name: "Kept" });
  await fixture.provider.diff(A, fresh.outs, { ...old.inputs, name: UNKNOWN });
  await fixture.provider.delete(A, fresh.outs);
  expect(deletes(fixture)).toEqual([A]);
  expect(kept.id).not.toBe(A);
});

// A plan as the engine makes one: entries of a state and resources of a program, in the order of its calls.
interface Step {
  readonly op: "keep" | "drop" | "replace" | "replaceOnChange" | "new" | "adopt" | "readopt" | "rename";
  readonly interrupted: boolean;
}
const step = fc.record({
  op: fc.constantFrom<Step["op"]>(
    "keep",
    "drop",
    "replace",
    "replaceOnChange",
    "new",
    "adopt",
    "readopt",
    "rename",
  ),
  interrupted: fc.boolean(),
});

interface Entry {
  old: Recorded;
  /** What the engine calls pendingReplacement: no delete of it is called again. */
  pending: boolean;
}

test("over any plans, a DELETE leaves only for what the program dropped and no resource has", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      async (plans) => {
        let fixture = createFixture({ allowDelete: true });
        let entries: Entry[] = [];
        const replacementNote = new Set<string>();
        const seed = async () => ({
          old: await create(fixture, { name: "Seed", ...deleting }),
          pending: false,
        });
        entries.push(await seed(), await seed());
        for (const plan of plans) {
          fixture = fixture.later();
          fixture.api.clear();
          const next: Entry[] = [];
          const dropped: Entry[] = [];
          const goals = [...plan];
          let failed = false;
          for (const entry of entries) {
            const { op, interrupted } = goals.shift() ?? { op: "keep", interrupted: false };
            const { old } = entry;
            if (op === "drop") {
              dropped.push(entry);
              continue;
            }
            if (op === "rename") {
              // A new name adopts the same config, once more if it had made way; the old entry goes at the end.
              const taken = await create(fixture, { transferConfigId: old.id, ...deleting });
              replacementNote.delete(taken.id);
              next.push({ old: taken, pending: false });
              dropped.push(entry);
              continue;
            }
            const other = op === "adopt" ? fixture.api.add({ name: "Other" }) : undefined;
            const news: Values = { ...old.inputs, ...(other && { transferConfigId: other }) };
            if (op === "readopt") news.transferConfigId = old.id;
            const isTargeted = op === "replace" || op === "readopt";
            const inputs = await checked(fixture, news, isTargeted ? {} : old.inputs);
            if (!isTargeted) await fixture.provider.diff(old.id, old.outs, inputs);
            if (op === "keep" || op === "new") {
              if (!entry.pending) {
                next.push(entry);
                continue;
              }
            }
            const fresh = isTargeted ? inputs : await checked(fixture, news);
            if (!entry.pending) {
              await fixture.provider.delete(old.id, old.outs);
              replacementNote.add(old.id);
            }
            if (interrupted) {
              next.push({ old, pending: true });
              failed = true;
              continue;
            }
            const { id, outs } = await fixture.provider.create(fresh);
            replacementNote.delete(id);
            next.push({ old: { id, outs: outs as Values, inputs: fresh }, pending: false });
          }
          for (const { op } of goals) {
            if (op === "new")
              next.push({ old: await create(fixture, { name: "New", ...deleting }), pending: false });
          }
          const held = new Set(next.map(({ old }) => old.id));
          const stays = entries.filter((e) => !dropped.includes(e));
          const had = new Set([...stays.filter((e) => !e.pending).map((e) => e.old.id), ...held]);
          // The entry of a half replaced config may keep it live once more, where a renamed one had it again.
          const halves = new Set(stays.filter((e) => e.pending).map((e) => e.old.id));
          const allowed: string[] = [];
          if (failed) next.push(...dropped);
          else {
            for (const { old, pending } of dropped) {
              if (pending) continue;
              if (!had.has(old.id)) allowed.push(old.id);
              await fixture.provider.delete(old.id, old.outs);
            }
          }
          entries = next;
          expect(allowed).toEqual(expect.arrayContaining(deletes(fixture)));
          expect(deletes(fixture)).toEqual(expect.arrayContaining(allowed.filter((id) => !halves.has(id))));
          // One that another entry of the state holds as well (a rename that was interrupted before the old entry went)
          // has not made way as long as that entry is there.
          for (const { old, pending } of entries) if (!pending) replacementNote.delete(old.id);
          for (const id of [...held, ...replacementNote]) expect(fixture.api.configs.has(id)).toBe(true);
        }
      },
    ),
    { numRuns: Number(process.env.RUNS ?? 40) },
  );
});
