// The emulated API behind an injected fetch, in the same process: with hooks for what happens to single requests.
import type { Fetch } from "../../provider/api/http";
import {
  createEmulator,
  DEFAULT_CLIENT_ID,
  DEFAULT_KEY,
  type InProcessEmulator,
  type LiveConfig,
  type SeedConfig,
} from "../emulator";
import type { Json } from "../emulator/objects";

export const CLIENT = DEFAULT_CLIENT_ID;

/** A request as it went over the wire. */
export interface WireRequest {
  method: string;
  id: string | undefined;
  body?: Json;
  /** Of a request for anything but transfer configs. */
  path?: string;
}

export interface FakeOptions {
  /**
   * Whether PATCH replaces dynamicOptions or merges them as RFC 7386 does.
   * @default "replace"
   */
  semantics?: "replace" | "merge";
  /** Whether the server fills method and timeout into dynamicOptions. */
  serverDefaults?: boolean;
  /**
   * What becomes of empty objects and lists that a body holds.
   * @default "keep"
   */
  emptyContainers?: "keep" | "drop" | "null";
  allowDelete?: boolean;
}

/** What shows whose key it is, besides the configs. */
type Shown = "appointment config" | "campaign" | "nothing" | "refusal";

const collection = "/v2/campaigns/transfer-configs";

export class FakeApi {
  readonly #emulator: InProcessEmulator;
  readonly requests: WireRequest[] = [];
  /** Runs before a request is served: for edits that others make at that very moment. May be slow. */
  before: (request: WireRequest) => void | Promise<void> = () => {};
  /** Turns a body into what the server takes of it. */
  takes: (body: Json) => Json = (body) => body;
  /** Turns a config into what the server answers of it. */
  answers: (config: Json) => Json = (config) => config;
  /** Turns status and body of an answer into what is answered, after the request was carried out. */
  answered: (method: string, status: number, body: Json) => [number, Json] = (_, status, body) => [
    status,
    body,
  ];
  #client = CLIENT;
  #shows: Shown = "appointment config";

  constructor(readonly options: FakeOptions = {}) {
    const { semantics = "replace", ...rest } = options;
    this.#emulator = createEmulator({
      ...rest,
      dynamicOptions: semantics,
      rate: Number.POSITIVE_INFINITY,
      // Properties hold for any values of any fields, also where the API's rule between two of them would refuse both.
      requireAppointment: false,
    });
    this.#emulator.transformBody = (body) => this.takes(body);
    this.#configure();
  }

  /** Whose key is used: another client's configs answer 404. The default client sees all, so that a test can move one. */
  get client(): string {
    return this.#client;
  }
  set client(client: string) {
    this.#client = client;
    this.#configure();
  }

  get shows(): Shown {
    return this.#shows;
  }
  set shows(shows: Shown) {
    this.#shows = shows;
    this.#configure();
  }

  #configure(): void {
    this.#emulator.configure({
      apiKeys: { [DEFAULT_KEY]: this.#client },
      foreignConfigs: this.#client === CLIENT ? "visible" : "hidden",
      accountEndpoints: this.#shows === "refusal" ? 403 : "ok",
      campaigns: this.#shows === "campaign" ? "one" : [],
      appointmentConfigs: this.#shows === "appointment config" ? "one" : [],
    });
  }

  /** The live configs by id in lower case. */
  get configs(): Map<string, LiveConfig> {
    return this.#emulator.configs;
  }

  /** Puts a live config in place, filled up as POST would. */
  add(config: Json): string {
    return this.#emulator.add({ clientId: CLIENT, ...config } as unknown as SeedConfig).id;
  }

  get(id: string): Json {
    return this.#emulator.get(id) as Json;
  }

  /** An edit behind the program's back. */
  edit(id: string, changes: Json): void {
    this.#emulator.set(id, changes);
  }

  /** What PATCHing `live` with `body` makes of it. */
  patched = (live: Json, body: Json): Json => {
    const { updatedAt, ...next } = this.#emulator.patched(live as LiveConfig, body);
    return next;
  };

  /** Bodies of the PATCH requests since the last call of {@link clear}. */
  get patches(): Json[] {
    return this.requests.filter((r) => r.method === "PATCH").map((r) => r.body as Json);
  }

  /** The requests as `METHOD`, in order. */
  get methods(): string[] {
    return this.requests.map((r) => r.method);
  }

  clear(): void {
    this.requests.length = 0;
  }

  readonly fetch: Fetch = async (url, { method, headers, body }) => {
    const path = url.slice(url.indexOf("/v2/"));
    const request: WireRequest = {
      method,
      id: path.startsWith(collection) ? path.slice(collection.length + 1) || undefined : undefined,
      ...(!path.startsWith(collection) && { path }),
      ...(body !== undefined && { body: JSON.parse(body) }),
    };
    this.requests.push(request);
    await this.before(request);
    const response = await this.#emulator.request(path, {
      method,
      headers: { ...headers, "x-api-key": DEFAULT_KEY },
      ...(body !== undefined && { body }),
    });
    const json = (await response.json()) as { transferConfig?: Json };
    if (json.transferConfig) json.transferConfig = this.answers(json.transferConfig);
    const [status, answer] = this.answered(method, response.status, json);
    const text = JSON.stringify(answer);
    return { ok: status < 300, status, headers: response.headers, text: async () => text };
  };
}
