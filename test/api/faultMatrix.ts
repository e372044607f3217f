// The fault matrix: what each fault of the emulator does to a GET, a PATCH and a POST. The GETs of campaigns, block snippets
// and appointment configs end as that of a config does.
import type { LiveTransferConfig } from "../../provider/api/client";
import type { Fault, FaultKind } from "../emulator";

export const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const before = { name: "Sales", directPhoneNumber: "+15550100", sipUri: null };
export const body = { name: "New", directPhoneNumber: "+15550199" };
const otherClient = "11111111-2222-4333-8444-555555555555";

export type Method = "GET" | "PATCH" | "POST";
interface Expected {
  /** Status of each request in the emulator's log, or what became of it instead. */
  readonly wire: string;
  /** Name of the error; none: the call succeeds. */
  readonly error?: string;
  /** Fields of the response that differ from the request's (for GET: from what was live before). */
  readonly answer?: Partial<LiveTransferConfig>;
  /** What is stored, as far as it differs from that; null: nothing was written. */
  readonly stored?: Partial<LiveTransferConfig> | null;
}
interface Row extends Record<Method, Expected> {
  readonly fault: Fault;
}

/** A fault after which a request is sent once more, and a POST is not. */
const passing = (fault: Fault, first: string, committed: boolean): Row => ({
  fault,
  GET: { wire: `${first} 200` },
  PATCH: { wire: `${first} 200` },
  POST: {
    wire: first.replace("200", "201"),
    error: "AmbiguousCreateError",
    ...(committed ? {} : { stored: null }),
  },
});
/** A fault of which the API says that nothing was done, and when to come again. */
const pausing = (via: "body" | "header" | "header-date" | "both"): Row => ({
  fault: { kind: "rate-limit", via, seconds: 2 },
  GET: { wire: "429 200" },
  PATCH: { wire: "429 200" },
  POST: { wire: "429 201" },
});
/** A refusal that is final. */
const refusing = (status: number, error: string, post = error): Row => ({
  fault: { kind: "status", status },
  GET: { wire: `${status}`, error },
  PATCH: { wire: `${status}`, error, stored: null },
  POST: { wire: `${status}`, error: post, stored: null },
});
/** A fault that changes what comes, and asks for no retry. */
const once = (fault: Fault, get: object, patch: object, post = patch): Row => ({
  fault,
  GET: { wire: "200", ...get },
  PATCH: { wire: "200", ...patch },
  POST: { wire: "201", ...post },
});
const kept = (value: unknown) => ({ answer: { name: value }, stored: { name: value } }) as Partial<Expected>;
const normal = { directPhoneNumber: "tel:199" };
const edit = { sipUri: "sip:elsewhere" };

// One entry a kind, so that a new kind does not compile until it has its rows.
export const matrix: Record<FaultKind, Row[]> = {
  "rate-limit": [pausing("body"), pausing("header"), pausing("header-date"), pausing("both")],
  status: [
    ...[500, 502, 503, 504].map((status) => passing({ kind: "status", status }, `${status}`, false)),
    ...[500, 502, 503, 504].map((status) =>
      passing({ kind: "status", status, committed: true }, `${status}`, true),
    ),
    passing({ kind: "status", status: 503, html: true }, "503", false),
    refusing(400, "ApiError"),
    refusing(401, "AuthenticationError"),
    refusing(403, "PermissionError"),
    refusing(404, "NotFoundError"),
    refusing(409, "ApiError"),
    refusing(422, "ValidationError"),
    refusing(501, "ServerError", "AmbiguousCreateError"),
  ],
  truncated: [passing({ kind: "truncated" }, "truncated", true)],
  "truncated-json": [passing({ kind: "truncated-json" }, "200", true)],
  "non-json": [
    {
      ...passing({ kind: "non-json" }, "200", true),
      POST: { wire: "200", error: "AmbiguousCreateError" },
    },
  ],
  "wrong-shape": [
    {
      ...passing({ kind: "wrong-shape" }, "200", true),
      POST: { wire: "200", error: "AmbiguousCreateError" },
    },
  ],
  "answer-with": [
    {
      ...passing({ kind: "answer-with", json: { message: "hello" } }, "200", true),
      POST: { wire: "200", error: "AmbiguousCreateError" },
    },
  ],
  "reset-before": [passing({ kind: "reset-before" }, "reset-before", false)],
  "reset-after-commit": [passing({ kind: "reset-after-commit" }, "reset-after-commit", true)],
  delay: [
    once({ kind: "delay", ms: 30, part: "headers" }, {}, {}),
    once({ kind: "delay", ms: 30, part: "body" }, {}, {}),
    passing({ kind: "delay", ms: 5_000, part: "headers" }, "client-gone", true),
    passing({ kind: "delay", ms: 5_000, part: "body" }, "client-gone", true),
  ],
  "ignore-field": [once({ kind: "ignore-field", field: "name" }, {}, kept("Sales"), kept(""))],
  "normalise-field": [
    once(
      { kind: "normalise-field", field: "directPhoneNumber", to: "tel:199" },
      {},
      { answer: normal, stored: normal },
    ),
  ],
  "edit-before": [
    once(
      { kind: "edit-before", id, changes: edit },
      { answer: edit, stored: edit },
      { answer: edit, stored: edit },
      {},
    ),
  ],
  "other-client": [
    once(
      { kind: "other-client", clientId: otherClient },
      { answer: { clientId: otherClient } },
      {
        answer: { clientId: otherClient },
      },
    ),
  ],
};
