// Makes stories from seeds, the same ones for the same seed. Values come from the pools of the property tests, with a
// canary in every leaf that must stay secret.
import fc from "fast-check";
import { fieldNames, fields, optionMembers } from "../../provider/model/fields";
import type { FieldName } from "../../provider/model/types";
import { isObject, type Json } from "../emulator/objects";
import { fieldValues, options } from "../support/arbitraries";
import type {
  DashboardEdit,
  Declaration,
  MidEdit,
  ProgramEdit,
  Round,
  Run,
  Server,
  Story,
  Trouble,
} from "./story";

const SPARES = 12;

/** A text that has to stay secret; its number tells one from another. */
const canaryText = (n: number) => `CANARY${n}`;
/** As {@link canaryText}, for a number. */
const canaryNumber = (n: number) => 918_273_640 + (n % 10);

/** The value with a canary in each leaf that may carry credentials. */
export function withCanaries(value: unknown, n: number): unknown {
  if (Array.isArray(value)) return value.map((element, i) => withCanaries(element, n + i));
  if (isObject(value)) {
    const members = Object.entries(value).map(([key, member], i) => [key, withCanaries(member, n + i)]);
    return Object.fromEntries(members);
  }
  if (typeof value === "string") return canaryText(n + value.length);
  return typeof value === "number" ? canaryNumber(n) : value;
}

function sealed(fieldsOf: Json, n: number): Json {
  const result = { ...fieldsOf };
  if (typeof result.sipHeaders === "string") result.sipHeaders = `X-Auth: ${canaryText(n)}`;
  if (isObject(result.dynamicOptions)) result.dynamicOptions = sealedOptions(result.dynamicOptions, n);
  return result;
}

function sealedOptions(members: Json, n: number): Json {
  const result = { ...members };
  for (const name of ["headers", "body"])
    if (result[name] !== undefined) result[name] = withCanaries(result[name], n);
  return result;
}

const number = fc.integer({ min: 100_000, max: 999_999 });
const slotOf = (slots: number) => fc.integer({ min: 0, max: slots - 1 });
const spareOf = fc.integer({ min: 0, max: SPARES - 1 });

interface Pools {
  readonly slot: fc.Arbitrary<number>;
  /** Any subset of the fields, with values. */
  readonly fields: fc.Arbitrary<Json>;
  readonly members: fc.Arbitrary<Json>;
}

function pools(slots: number, server: Server): Pools {
  const nulls = server.dynamicOptions === "replace";
  const values = fieldValues(nulls) as Record<FieldName, fc.Arbitrary<unknown>>;
  const some = fc.record(values, { requiredKeys: [], noNullPrototype: true });
  return {
    slot: slotOf(slots),
    fields: fc.tuple(fc.oneof(some, few(values)), number).map(([f, n]) => sealed(f, n)),
    members: fc.tuple(options(nulls) as fc.Arbitrary<Json>, number).map(([m, n]) => sealedOptions(m, n)),
  };
}

/** One to three fields: most edits are small. */
function few(values: Record<FieldName, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc
    .uniqueArray(fc.constantFrom(...fieldNames), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc.record(Object.fromEntries(names.map((name) => [name, values[name]])), { noNullPrototype: true }),
    );
}

// What a program may make secret itself: texts without a documented format.
const secretable = [
  "sipUri",
  "warmSummaryPrompt",
  "directPhoneNumber",
  "softphoneFallbackPhoneNumber",
] as const;

const secrets: fc.Arbitrary<Json> = fc
  .tuple(fc.subarray([...secretable], { maxLength: 2 }), number, fc.integer({ min: 0, max: 3 }))
  .map(([names, n, dice]) =>
    dice === 0 ? Object.fromEntries(names.map((name) => [name, canaryText(n)])) : {},
  );

const controls: fc.Arbitrary<Json> = fc.record(
  {
    deletionPolicy: fc.constantFrom("retain", "delete"),
    onConflict: fc.constantFrom("overwrite", "fail"),
    onMissing: fc.constant("recreate"),
  },
  { requiredKeys: [], noNullPrototype: true },
);

// Fields that this package does not know; a program's own are plain, those of others may be credentials.
const additional: fc.Arbitrary<Json> = fc.record(
  {
    agentScreen: fc.constantFrom("inbox", "none", "call-form"),
    callFormId: fc.constantFrom(null, "3b241101-e2bb-4255-8caf-4136c566a962"),
    nested: fc.record({ a: fc.nat(9), b: fc.boolean() }, { requiredKeys: [], noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const droppable = [...fieldNames, ...Object.keys(optionMembers).map((name) => `dynamicOptions.${name}`)];

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
  const theirs = fc.tuple(additional, number).map(([values, n]) => withCanaries(values, n) as Json);
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
    members: fc.oneof(members, none),
  });
}

// Most runs send few requests, so most faults hit early ones.
const nth = fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 25 })), {
  minLength: 1,
  maxLength: 4,
});

const trouble: fc.Arbitrary<Trouble> = fc
  .oneof(
    fc.record({
      kind: fc.constant("rate-limit" as const),
      via: fc.constantFrom("body", "header", "both"),
      seconds: fc.constantFrom(0, 0.1, 0.3),
    }),
    // The API's own 404 says that a config is gone: that lie is the dashboard's `remove`.
    fc.record({
      kind: fc.constant("status" as const),
      status: fc.constantFrom(400, 401, 403, 404, 409, 413, 422, 500, 502, 503, 504, 520),
      html: fc.constant(true),
      committed: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant("status" as const),
      status: fc.constantFrom(400, 403, 409, 500, 503),
      html: fc.constant(false),
      committed: fc.boolean(),
    }),
    ...(
      [
        "truncated",
        "truncated-json",
        "non-json",
        "wrong-shape",
        "reset-before",
        "reset-after-commit",
      ] as const
    ).map((kind) => fc.record({ kind: fc.constant(kind) })),
    fc.record({
      kind: fc.constant("delay" as const),
      // Beyond the time limit of a story's client, and within it.
      ms: fc.constantFrom(50, 300, 1_400),
      part: fc.constantFrom("headers", "body"),
    }),
    fc.record({ kind: fc.constant("ignore-field" as const), field: fc.constantFrom(...droppable) }),
    fc
      .constantFrom(
        ...droppable.filter((path) => /name|sipUri|Number|Prompt|Url|timeout|warmTransfer/.test(path)),
      )
      .map((field) => ({ kind: "normalise-field" as const, field, to: normal(field) })),
  )
  .chain((fault) =>
    fc.record({
      method: fc.constantFrom(
        "GET" as const,
        "POST" as const,
        "PATCH" as const,
        "DELETE" as const,
        "ANY" as const,
      ),
      nth,
      fault: fc.constant(fault),
    }),
  );

/** What a server makes of a field that it normalises. */
function normal(path: string): unknown {
  if (path.endsWith("timeout")) return 7_000;
  if (path === "warmTransfer") return true;
  return path === "name" ? "normal name" : "normal";
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
        arbitrary: fc.record({
          what: fc.constantFrom("engine" as const, "provider" as const),
          after: fc.integer({ min: 1, max: 14 }),
          method: fc.constantFrom("ANY" as const, "PATCH" as const, "POST" as const),
        }),
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
export function storyOf(seed: number, rounds: number, slots: number): Story {
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
    return next as Round;
  });
  return { seed, server, slots, rounds: played };
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

/** Whether null clears a field. */
export const isNullable = (name: string): boolean =>
  Object.hasOwn(fields, name) && fields[name as FieldName].nullable;
