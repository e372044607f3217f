// What the parts of one running emulator share, and what a request carries through them.
import type { HttpBindings } from "@hono/node-server";
import type { FaultScript, Faults } from "./faults";
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
}

/** Hono's environment: Node's request and response, and what `exchange` establishes. */
export interface Env {
  Bindings: HttpBindings;
  Variables: { entry: LogEntry; faults: Faults; text: string; clientId: string };
}

/** JSON of a request's text; undefined if there is none or it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
