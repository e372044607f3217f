// A local HTTP server that behaves as the careCycle transfer-config API does, with faults on demand.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { api } from "./api";
import type { Env, Parts } from "./context";
import { control } from "./control";
import { exchange } from "./exchange";
import { FaultScript, type FaultSpec } from "./faults";
import type { Json } from "./objects";
import {
  applySettings,
  type EmulatorOptions,
  type LiveConfig,
  type SeedConfig,
  type Settings,
  settingsOf,
} from "./options";
import { Quota } from "./quota";
import { type LogEntry, RequestLog } from "./requestLog";
import { failure } from "./responses";
import { Store } from "./store";

export type { Fault, FaultKind, FaultSpec } from "./faults";
export {
  DEFAULT_CLIENT_ID,
  DEFAULT_KEY,
  type EmulatorOptions,
  type LiveConfig,
  type SeedConfig,
} from "./options";
export type { LogEntry, Outcome } from "./requestLog";

/** The emulated API, called in process. What it hands out of its configs are copies. */
export interface InProcessEmulator {
  /** Sends a request to a path, without a socket: faults of the connection are refused. */
  request(path: string, init: RequestInit): Promise<Response>;
  /** The live configs themselves, by id in lower case. */
  readonly configs: Map<string, LiveConfig>;
  /** What the server silently makes of a valid body before it stores it; the body itself, unless set. */
  transformBody: (body: Json) => Json;
  /** What a PATCH of `live` with `body` would make of it; nothing is stored. */
  patched(live: LiveConfig, body: Json): LiveConfig;
  /** The log: requests of the API in the order of arrival, without those of `/_emulator`. */
  readonly requests: readonly LogEntry[];
  /** The log's PATCH, POST and DELETE requests, refused ones included. */
  writes(): LogEntry[];
  clearLog(): void;
  /**
   * The largest number of logged requests that arrived within any `seconds`.
   * @default seconds of the quota's window
   */
  peakRequestsPerWindow(seconds?: number): number;
  /** How many logged requests the quota refused. */
  throttled(): number;
  get(id: string): LiveConfig | undefined;
  list(): LiveConfig[];
  add(config: SeedConfig): LiveConfig;
  /** An edit behind the program's back: replaces top-level fields and moves updatedAt on; throws at an unknown id. */
  set(id: string, changes: Json): LiveConfig;
  /** Removes a config behind the program's back; tells whether there was one. */
  remove(id: string): boolean;
  /** Changes options while running. */
  configure(changes: Partial<Settings>): void;
  readonly faults: { add(...specs: FaultSpec[]): void; clear(): void };
}

/** A running emulator. */
export interface Emulator
  extends Omit<InProcessEmulator, "request" | "configs" | "transformBody" | "patched"> {
  /** Base URL, such as http://127.0.0.1:4321 (no slash at the end). */
  readonly url: string;
  readonly port: number;
  /** Stops, and destroys open connections at once; may be called twice. */
  close(): Promise<void>;
}

/** Starts an emulator on 127.0.0.1; rejects with the listen error if the port is taken. */
export async function startEmulator({ port = 0, ...options }: EmulatorOptions = {}): Promise<Emulator> {
  const { app, emulator } = assemble(options);
  const { fetch } = app();
  // Without this, node-server replaces the Request and Response of the process that runs the tests.
  const server = createServer(getRequestListener(fetch, { overrideGlobalObjects: false }));
  // Longer than any test pauses: a client's idle connection must not end under its next request.
  server.keepAliveTimeout = 65_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const bound = (server.address() as AddressInfo).port;
  return {
    ...emulator,
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An emulator without a socket, for tests of one process. */
export function createEmulator(options: Omit<EmulatorOptions, "port"> = {}): InProcessEmulator {
  return assemble(options).emulator;
}

function assemble({ seed = [], ...options }: Omit<EmulatorOptions, "port">): {
  app: () => Hono<Env>;
  emulator: InProcessEmulator;
} {
  const settings = settingsOf(options);
  const store = new Store(settings);
  for (const config of seed) store.add(config);
  const log = new RequestLog();
  const script = new FaultScript();
  const emulator: InProcessEmulator = {
    request: async (path, init) => app().request(path, init, {}),
    configs: store.configs,
    transformBody: (body) => body,
    patched: (live, body) => store.patched(live, body),
    requests: log.entries,
    writes: () => log.writes(),
    clearLog: () => log.clear(),
    peakRequestsPerWindow: (seconds = settings.windowSeconds) => log.peak(seconds),
    throttled: () => log.throttled(),
    get: (id) => store.get(id),
    list: () => store.list(),
    add: (config) => store.add(config),
    set: (id, changes) => store.set(id, changes),
    remove: (id) => store.remove(id) !== undefined,
    configure: (changes) => applySettings(settings, changes),
    faults: {
      add: (...specs) => {
        for (const spec of specs) script.add(spec);
      },
      clear: () => script.clear(),
    },
  };
  let application: Hono<Env> | undefined;
  // Built with the first request: property tests make thousands of emulators, many of them only for `patched`.
  const app = (): Hono<Env> => {
    application ??= buildApplication({
      settings,
      store,
      quota: new Quota(settings),
      log,
      script,
      transformBody: (body) => emulator.transformBody(body),
    });
    return application;
  };
  return { app, emulator };
}

function buildApplication(parts: Parts): Hono<Env> {
  const app = new Hono<Env>();
  app.route("/_emulator", control(parts));
  app.use("*", exchange(parts));
  app.route("/", api(parts));
  app.onError((error) => failure(500, `emulator: ${error.message}`, "EMULATOR_BUG"));
  return app;
}
