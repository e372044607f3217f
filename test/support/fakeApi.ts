// An in-memory API behind an injected fetch: GET, POST, PATCH and DELETE, replace or merge, server defaults.
import { randomUUID } from "node:crypto";
import type { Fetch } from "../../provider/api/http";
import { isObject, type Json, mergePatch, withoutEmpties } from "../emulator/objects";

export const CLIENT = "5e505642-9024-474d-9434-e5a44f505cc5";

/** A request as it went over the wire. */
export interface WireRequest {
  verb: string;
  id: string | undefined;
  body?: Json;
  /** Of a request for anything but transfer configs. */
  path?: string;
}

export interface FakeOptions {
  /** Whether PATCH replaces dynamicOptions or merges them as RFC 7386 does; "replace" unless told. */
  semantics?: "replace" | "merge";
  /** Whether the server fills method and timeout into dynamicOptions. */
  serverDefaults?: boolean;
  /** What becomes of empty objects and lists that a body holds; "keep" unless told. */
  emptyContainers?: "keep" | "drop" | "null";
  allowDelete?: boolean;
}

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const emptyConfig: Json = {
  name: "",
  routingConfigId: null,
  type: "direct",
  warmTransfer: false,
  directPhoneNumber: null,
  dynamicOptions: null,
  sipUri: null,
  sipHeaders: null,
  warmSummaryPrompt: null,
  warmMode: null,
  softphoneFallbackType: null,
  softphoneFallbackPhoneNumber: null,
  appointmentBookingEnabled: false,
  transferWaitingMessages: null,
  appointmentConfigId: null,
  softphoneHandoffStrategy: "wait-for-operator",
};

export class FakeApi {
  readonly configs = new Map<string, Json>();
  readonly requests: WireRequest[] = [];
  /** Runs before a request is served: for edits that others make at that very moment. May be slow. */
  before: (request: WireRequest) => void | Promise<void> = () => {};
  /** Whose key is used: another client's configs answer 404. */
  client = CLIENT;
  /** What shows whose key it is, besides the configs. */
  shows: "appointment config" | "campaign" | "nothing" | "refusal" = "appointment config";
  /** Turns a body into what the server takes of it. */
  takes: (body: Json) => Json = (body) => body;
  /** Turns a config into what the server answers of it. */
  answers: (config: Json) => Json = (config) => config;

  /** Turns status and body of an answer into what is answered, after the request was carried out. */
  answered: (verb: string, status: number, body: Json) => [number, Json] = (_, status, body) => [
    status,
    body,
  ];

  constructor(readonly options: FakeOptions = {}) {}

  /** Puts a live config in place, filled up as POST would. */
  add(config: Json): string {
    const id = String(config.id ?? randomUUID());
    const times = { createdAt: "2025-01-01T00:00:00Z", updatedAt: "2025-01-01T00:00:00Z" };
    this.configs.set(id.toLowerCase(), clone({ ...emptyConfig, clientId: CLIENT, ...times, ...config, id }));
    return id;
  }

  get(id: string): Json {
    return clone(this.configs.get(id.toLowerCase()) as Json);
  }

  /** An edit behind the program's back. */
  edit(id: string, changes: Json): void {
    this.configs.set(id.toLowerCase(), clone({ ...this.get(id), ...changes }));
  }

  /** What PATCHing `live` with `body` makes of it. */
  patched = (live: Json, body: Json): Json => {
    const next = clone(live);
    for (const [name, value] of Object.entries(clone(body))) {
      const merges = this.options.semantics === "merge" && name === "dynamicOptions";
      next[name] = merges ? mergePatch(next[name], value) : value;
    }
    // Only a body that writes the object makes the server look at it.
    if (this.options.serverDefaults && "dynamicOptions" in body && isObject(next.dynamicOptions)) {
      next.dynamicOptions = { method: "GET", timeout: 5000, ...next.dynamicOptions };
    }
    const { emptyContainers = "keep" } = this.options;
    return emptyContainers === "keep" ? next : (withoutEmpties(next, emptyContainers) as Json);
  };

  /** Bodies of the PATCH requests since the last call of {@link clear}. */
  get patches(): Json[] {
    return this.requests.filter((r) => r.verb === "PATCH").map((r) => r.body as Json);
  }

  /** The requests as `VERB`, in order. */
  get verbs(): string[] {
    return this.requests.map((r) => r.verb);
  }

  clear(): void {
    this.requests.length = 0;
  }

  readonly fetch: Fetch = async (url, init) => {
    const id = /transfer-configs\/([^/]+)$/.exec(url)?.[1];
    const request: WireRequest = { verb: String(init.method), id };
    const path = /\/v2\/campaigns.*$/.exec(url)?.[0] ?? "";
    if (!path.startsWith("/v2/campaigns/transfer-configs")) request.path = path;
    if (typeof init.body === "string") request.body = JSON.parse(init.body);
    this.requests.push(request);
    await this.before(request);
    const [status, body] = this.answered(request.verb, ...this.#serve(request));
    const answer = {
      ok: status < 300,
      status,
      headers: new Headers(),
      text: async () => JSON.stringify(body),
    };
    return answer as never;
  };

  #serve({ verb, id, path, body = {} }: WireRequest): [number, Json] {
    if (path !== undefined) return this.#around(path);
    const missing: [number, Json] = [404, { message: "Transfer config not found", code: "NOT_FOUND" }];
    if (verb === "POST") {
      const made = { ...this.patched({}, this.takes(body)), clientId: this.client };
      return this.#found(200, this.add(made));
    }
    const live = this.configs.get(id?.toLowerCase() ?? "");
    if (id === undefined || live === undefined || this.#isForeign(live)) return missing;
    if (verb === "PATCH") this.configs.set(id.toLowerCase(), this.patched(live, this.takes(body)));
    if (verb !== "DELETE") return this.#found(200, id);
    if (!this.options.allowDelete) return missing;
    this.configs.delete(id.toLowerCase());
    return [200, {}];
  }

  // The key of a client sees that client's configs; the default one sees all, so that a test can move a config.
  #isForeign(live: Json): boolean {
    return this.client !== CLIENT && live.clientId !== this.client;
  }

  #around(path: string): [number, Json] {
    if (this.shows === "refusal") return [403, { message: "lacks required permissions", code: "FORBIDDEN" }];
    const campaign = this.shows === "campaign" ? [{ id: "c1", name: "Spring" }] : [];
    if (path === "/v2/campaigns")
      return [200, { itemsTotal: campaign.length, currentPage: 1, items: campaign }];
    if (path === "/v2/campaigns/c1") return [200, { campaign: { id: "c1", client: { id: this.client } } }];
    const configs = this.shows === "appointment config" ? [{ id: "a1", clientId: this.client }] : [];
    return [200, { appointmentConfigs: configs }];
  }

  #found(status: number, id: string): [number, Json] {
    return [status, { transferConfig: this.answers(this.get(id)) }];
  }
}
