// What the parts of one running emulator share, and what a request carries through them.
import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import type { FaultScript, Faults } from "./faults";
import type { Json } from "./objects";
import type { Settings } from "./options";
import type { Quota } from "./quota";
import type { LogEntry, RequestLog } from "./requestLog";
import type { Store } from "./store";

export interface Parts {
  settings: Settings;
  store: Store;
  quota: Quota;
  log: RequestLog;
  script: FaultScript;
  /** What the server silently makes of a valid body before it stores it. */
  transformBody: (body: Json) => Json;
}

/** Hono's environment: Node's request and response, unless called in process, and what `exchange` establishes. */
export interface Env {
  Bindings: Partial<HttpBindings>;
  Variables: { entry: LogEntry; faults: Faults; text: string; clientId: string };
}

/** Node's request and response, for faults of the connection. */
export function connectionOf({ env: { incoming, outgoing } }: Context<Env>): HttpBindings {
  if (incoming && outgoing) return { incoming, outgoing };
  throw new Error("a fault of the connection needs one: the emulator was called in process");
}

/** JSON of a request's text; undefined if there is none or it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
