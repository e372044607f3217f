// The values of a story: pools of fields and members as the property tests have them, with a canary in every leaf that must
// stay secret.
import fc from "fast-check";
import { fieldNames, fields, optionMembers } from "../../provider/model/fieldTable";
import type { FieldName } from "../../provider/model/types";
import { isObject, type Json } from "../emulator/objects";
import { fieldValues, options } from "../support/arbitraries";
import type { Server } from "./story";

/** A text that has to stay secret; its number tells one from another. */
const canaryText = (n: number) => `CANARY${n}`;
/** As {@link canaryText}, for a number. */
const canaryNumber = (n: number) => 918_273_640 + (n % 10);

/** The value with a canary in each leaf that may carry credentials. */
function withCanaries(value: unknown, n: number): unknown {
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

export const number = fc.integer({ min: 100_000, max: 999_999 });
const slotOf = (slots: number) => fc.integer({ min: 0, max: slots - 1 });
export const SPARES = 12;
export const spareOf = fc.integer({ min: 0, max: SPARES - 1 });

export interface Pools {
  readonly slot: fc.Arbitrary<number>;
  /** Any subset of the fields, with values. */
  readonly fields: fc.Arbitrary<Json>;
  readonly members: fc.Arbitrary<Json>;
}

export function pools(slots: number, server: Server): Pools {
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

export const secrets: fc.Arbitrary<Json> = fc
  .tuple(fc.subarray([...secretable], { maxLength: 2 }), number, fc.integer({ min: 0, max: 3 }))
  .map(([names, n, dice]) =>
    dice === 0 ? Object.fromEntries(names.map((name) => [name, canaryText(n)])) : {},
  );

export const controls: fc.Arbitrary<Json> = fc.record(
  {
    deletionPolicy: fc.constantFrom("retain", "delete"),
    onConflict: fc.constantFrom("overwrite", "fail"),
    onMissing: fc.constant("recreate"),
  },
  { requiredKeys: [], noNullPrototype: true },
);

// Fields that this package does not know; a program's own are plain, those of others may be credentials.
export const additional: fc.Arbitrary<Json> = fc.record(
  {
    agentScreen: fc.constantFrom("inbox", "none", "call-form"),
    callFormId: fc.constantFrom(null, "3b241101-e2bb-4255-8caf-4136c566a962"),
    nested: fc.record({ a: fc.nat(9), b: fc.boolean() }, { requiredKeys: [], noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

export const droppable = [
  ...fieldNames,
  ...Object.keys(optionMembers).map((name) => `dynamicOptions.${name}`),
];

/** Whether null clears a field. */
export const isNullable = (name: string): boolean =>
  Object.hasOwn(fields, name) && fields[name as FieldName].nullable;
