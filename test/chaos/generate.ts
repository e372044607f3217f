// Makes stories from seeds, the same ones for the same seed.
import fc from "fast-check";
import { isObject, type Json } from "../emulator/objects";
import type {
  DashboardEdit,
  Declaration,
  Hardship,
  MidEdit,
  ProgramEdit,
  Round,
  Run,
  Server,
  Story,
  Trouble,
} from "./story";
import { kill, trouble } from "./troubles";
import {
  additional,
  controls,
  droppable,
  number,
  type Pools,
  pools,
  SPARES,
  secrets,
  spareOf,
} from "./values";

function programEdit({ slot, fields: someFields, members }: Pools): fc.Arbitrary<ProgramEdit> {
  const declare: fc.Arbitrary<Declaration> = fc.record({ fields: someFields, secrets });
  const spare = fc.option(spareOf, { nil: null, freq: 2 });
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("add" as const), slot, spare, declare, controls }) },
    { weight: 8, arbitrary: fc.record({ do: fc.constant("declare" as const), slot, declare }) },
    { weight: 5, arbitrary: fc.record({ do: fc.constant("options" as const), slot, members }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("additional" as const), slot, fields: additional }) },
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("drop" as const),
        slot,
        paths: fc.subarray(droppable, { minLength: 1, maxLength: 12 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("controls" as const), slot, controls }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant("remove" as const), slot }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("rename" as const),
        slot,
        how: fc.constantFrom("alias" as const, "plain" as const, "adopting" as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("retarget" as const), slot, spare: spareOf }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("swap" as const), slot, other: slot }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("id" as const), slot, declared: fc.boolean() }) },
  );
}

function edit({ slot, fields: someFields, members }: Pools): fc.Arbitrary<DashboardEdit & { do: "edit" }> {
  const none = fc.constant<Json>({});
  // What the code declares in plain text is shown, whoever set it last; a field that no code has may hold anything.
  const theirs = fc
    .tuple(additional, number)
    .map(([values, n]) => ({ ...values, unknownToAll: `CANARY${n}` }));
  return fc.record({
    do: fc.constant("edit" as const),
    of: fc.constantFrom("slot" as const, "slot" as const, "slot" as const, "spare" as const),
    number: slot,
    fields: fc
      .tuple(
        fc.oneof(someFields, none),
        fc.oneof({ weight: 5, arbitrary: none }, { weight: 1, arbitrary: theirs }),
      )
      .map(([known, unknown]) => ({ ...known, ...unknown })),
    members: fc.oneof(members, none).map(withNamesWithoutPath),
  });
}

/** Names for which the engine has no path, which no program can declare and the dashboard can, in some of the maps. */
function withNamesWithoutPath(members: Json): Json {
  const { body } = members;
  if (!isObject(body) || Object.keys(body).length % 2 === 0) return members;
  return { ...members, body: { ...body, "": "CANARY", "back\\": "CANARY" } };
}

function run({ slot }: Pools): fc.Arbitrary<Run> {
  return fc.record({
    command: fc.oneof(
      { weight: 8, arbitrary: fc.constant("up" as const) },
      { weight: 1, arbitrary: fc.constantFrom("preview" as const, "refresh" as const) },
    ),
    refresh: fc.boolean(),
    runProgram: fc.constantFrom(true, true, false),
    replace: fc.oneof(
      { weight: 3, arbitrary: fc.constant<number[]>([]) },
      { weight: 1, arbitrary: fc.array(slot, { minLength: 1, maxLength: 2 }) },
    ),
    kill: fc.oneof(
      { weight: 3, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: kill,
      },
    ),
  });
}

function round(all: Pools, first: boolean, slots: number): fc.Arbitrary<Round> {
  const { slot } = all;
  const edits = fc.array(programEdit(all), { minLength: 3, maxLength: 16 });
  const program = first ? fc.tuple(...Array.from({ length: slots }, (_, i) => added(all, i))) : edits;
  const dashboard = fc.oneof(
    { weight: 9, arbitrary: edit(all) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("remove" as const), slot }) },
  );
  return fc.record({
    program: program as fc.Arbitrary<ProgramEdit[]>,
    dashboard: fc.array(dashboard, { maxLength: 8 }),
    troubles: fc.oneof(
      { weight: 1, arbitrary: fc.constant<Trouble[]>([]) },
      { weight: 3, arbitrary: fc.array(trouble, { minLength: 1, maxLength: 5 }) },
    ),
    midEdits: fc.oneof(
      { weight: 2, arbitrary: fc.constant<MidEdit[]>([]) },
      {
        weight: 1,
        arbitrary: fc.tuple(
          fc.record({
            method: fc.constantFrom("GET" as const, "PATCH" as const),
            nth: fc.integer({ min: 1, max: 20 }),
            edit: edit(all),
          }),
        ),
      },
    ),
    run: run(all),
  });
}

function added({ fields: someFields }: Pools, slot: number): fc.Arbitrary<ProgramEdit> {
  return fc.record({
    do: fc.constant("add" as const),
    slot: fc.constant(slot),
    spare: slot % 3 === 0 ? fc.constant(slot / 3) : fc.constant(null),
    declare: fc.record({ fields: someFields, secrets }),
    controls,
  });
}

/** The story of a seed. Its number decides on the two points of the API that matter most; all four come up in four seeds. */
export function storyOf(
  seed: number,
  rounds: number,
  slots: number,
  { rollBack = false, hard = false }: Hardship = {},
): Story {
  const [chosen] = fc.sample(
    fc.record({
      validationStatus: fc.constantFrom(400 as const, 422 as const),
      createStatus: fc.constantFrom(200 as const, 201 as const),
      quotaWindow: fc.constantFrom("fixed" as const, "sliding" as const),
      rateLimitHeader: fc.constantFrom("body" as const, "header" as const, "both" as const),
    }),
    { seed, numRuns: 1 },
  );
  const server: Server = {
    dynamicOptions: seed % 2 === 0 ? "replace" : "merge",
    serverDefaults: (seed >> 1) % 2 === 1,
    ...(chosen as Omit<Server, "dynamicOptions" | "serverDefaults">),
  };
  const all = pools(slots, server);
  const played = Array.from({ length: rounds }, (_, i) => {
    // A seed of its own for each, so that a longer story begins as a shorter one does.
    const [next] = fc.sample(round(all, i === 0, slots), { seed: seed * 1_000 + i, numRuns: 1 });
    return hard ? hardened(next as Round, seed * 1_000 + i) : (next as Round);
  });
  return { seed, server, slots, rollBack, rounds: played };
}

/** The round with more that goes wrong, from a seed of its own: what the round had before stays. */
function hardened(round: Round, seed: number): Round {
  const early = trouble.map((one) => ({ ...one, nth: one.nth.map((n) => 1 + (n % 8)) }));
  const more = fc.record({
    troubles: fc.array(early, { minLength: 2, maxLength: 4 }),
    kill: fc.option(kill, { nil: null, freq: 1 }),
  });
  const [{ troubles, kill: killed } = { troubles: [], kill: null }] = fc.sample(more, { seed, numRuns: 1 });
  return {
    ...round,
    troubles: [...round.troubles, ...troubles],
    run: { ...round.run, command: "up", kill: round.run.kill ?? killed },
  };
}

/** Live configs that no program has at first, numbered as {@link ProgramEdit} names them. */
export function sparesOf({ seed, server }: Pick<Story, "seed" | "server">): Json[] {
  const { fields: someFields } = pools(1, server);
  const values = fc.sample(someFields, { seed, numRuns: SPARES });
  return values.map((value, i) => ({
    ...value,
    id: `0000000${i.toString(16)}-0000-4000-8000-000000000000`,
    name: `Spare ${i}`,
  }));
}
