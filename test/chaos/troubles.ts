// What goes wrong in a run: every fault of the emulator, and what is killed in its middle.
import fc from "fast-check";
import type { Trouble } from "./story";
import { droppable } from "./values";

// Most runs send few requests, so most faults hit early ones.
const nth = fc.uniqueArray(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 25 })), {
  minLength: 1,
  maxLength: 4,
});

export const trouble: fc.Arbitrary<Trouble> = fc
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

export const kill = fc.record({
  what: fc.constantFrom("engine" as const, "provider" as const),
  after: fc.integer({ min: 1, max: 14 }),
  method: fc.constantFrom("ANY" as const, "PATCH" as const, "POST" as const),
});
