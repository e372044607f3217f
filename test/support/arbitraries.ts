// Generators of live configs and of declared inputs. Their pools are small, so that values often meet.
import fc from "fast-check";
import type { FieldName } from "../../provider/model/types";

type Any = fc.Arbitrary<unknown>;

const uuids = [
  "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  "497F6ECA-6276-4993-BFEB-53CBBBBA6F08",
  "00000000-0000-0000-0000-000000000000",
  "3b241101-e2bb-4255-8caf-4136c566a962",
];
const text = fc.oneof(fc.constantFrom("", "0", "a", "b", "false"), fc.string({ maxLength: 6 }));
const number = fc.oneof(fc.constantFrom(0, 1, 5000), fc.integer(), fc.constant(0.5));
const uuid = fc.constantFrom(...uuids);
// Names that every object inherits are ordinary keys here. `__proto__` is left out, because the SDK's own
// transport does not carry it as a key, and those for which the engine has no path, because check refuses them.
const key = fc.oneof(
  fc.constantFrom("a", "b", "c", "A", "x.y", "constructor", "toString", "length", "0"),
  fc.string({ minLength: 1, maxLength: 4 }).filter((name) => !name.endsWith("\\")),
);
const map = (value: Any, maxKeys = 4): Any => fc.dictionary(key, value, { maxKeys, noNullPrototype: true });

/**
 * JSON values inside body. `nulls` allows null as a member of an object. A merging server takes that as
 * "remove" (RFC 7386), so no PATCH can put it there: with such a server it is left out, in live values
 * and in declared ones. As an element of a list, or below one, null can be said to every server.
 */
function json(nulls: boolean): Any {
  const leaf = fc.oneof(text, number, fc.boolean());
  const anywhere = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.constant(null),
      fc.array(tie("value"), { maxLength: 3 }),
      map(tie("value"), 3),
    ),
  })).value;
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      leaf,
      ...(nulls ? [fc.constant(null)] : []),
      fc.array(anywhere, { maxLength: 3 }),
      map(tie("value"), 3),
    ),
  })).value;
}

const condition = fc.record(
  { field: text, operator: text, value: text },
  { requiredKeys: [], noNullPrototype: true },
);

/** An object of dynamicOptions with any subset of its members. */
export function options(nulls: boolean): Any {
  const members = {
    pingUrl: text,
    method: fc.constantFrom("GET", "POST"),
    timeout: number,
    headers: map(text),
    body: map(json(nulls)),
    transferNumberField: text,
    transferNumber: text,
    successConditions: fc.array(condition, { maxLength: 3 }),
  };
  return fc.record(members, { requiredKeys: [], noNullPrototype: true });
}

const orNull = (value: Any): Any => fc.option(value, { nil: null, freq: 3 });

/** A value for every field. */
export function fieldValues(nulls: boolean): Record<FieldName, Any> {
  const phone = fc.oneof(fc.constantFrom("+15550100", "+15550101"), fc.string({ maxLength: 20 }));
  return {
    name: fc.oneof(fc.constantFrom("Sales", "Desk"), fc.string({ minLength: 1, maxLength: 6 })),
    routingConfigId: orNull(uuid),
    type: fc.constantFrom("direct", "dynamic", "sip", "softphone"),
    warmTransfer: fc.boolean(),
    directPhoneNumber: orNull(phone),
    dynamicOptions: fc.option(options(nulls), { nil: null, freq: 7 }),
    sipUri: orNull(text),
    sipHeaders: orNull(text),
    warmSummaryPrompt: orNull(text),
    warmMode: orNull(fc.constantFrom("wait-for-operator", "immediate-summary")),
    softphoneFallbackType: orNull(fc.constantFrom("appointment_booking", "phone_number")),
    softphoneFallbackPhoneNumber: orNull(phone),
    appointmentBookingEnabled: fc.boolean(),
    transferWaitingMessages: orNull(fc.array(text, { maxLength: 3 })),
    appointmentConfigId: orNull(uuid),
    softphoneHandoffStrategy: fc.constantFrom("wait-for-operator", "immediate-transfer"),
  };
}

/** What is live: a value for every field. */
export function liveConfigs(nulls: boolean): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(fieldValues(nulls), { noNullPrototype: true });
}

/** What a program declares: any subset of the fields, of dynamicOptions any subset of the members. */
export function declarations(nulls: boolean): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(fieldValues(nulls), { requiredKeys: [], noNullPrototype: true });
}

/** A declaration with which a config can be created: the API's own rule across fields is kept. */
export function creatable(declared: Record<string, unknown>): Record<string, unknown> {
  const { softphoneFallbackType: fallback, appointmentConfigId: config = null } = declared;
  return fallback === "appointment_booking" && config === null
    ? { ...declared, appointmentConfigId: uuids[0] }
    : declared;
}
