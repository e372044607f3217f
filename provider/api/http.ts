// One request, once: headers, time limit, parsing, and what its failure means. No retries, no quota.
import type { Agent } from "node:http";
import { masker } from "../model/mask";
import { printable } from "../model/printable";
import { agentFor } from "./agent";
import { type Connection, observe } from "./connection";
import {
  type Answer,
  type Asked,
  apiError,
  ConnectionError,
  type FieldError,
  ResponseError,
  TimeoutError,
} from "./errors";
import type { ApiOptions } from "./options";
import { longestTimerMs } from "./quota";

/**
 * The part of node-fetch that is used, so that tests can stand in for the network. Written out: node-fetch
 * is an ES module, whose types a CommonJS program cannot always name.
 */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** A request as {@link Fetch} takes it. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: "manual";
  readonly signal: AbortSignal;
  readonly size: number;
  readonly agent: Agent;
}

/** An answer as {@link Fetch} gives it. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** A request of the API. */
export interface ApiRequest extends Asked {
  readonly verb: "GET" | "POST" | "PATCH" | "DELETE";
  readonly body?: unknown;
  /** Texts that no message may hold, such as header values in `body`. */
  readonly secrets?: readonly string[];
  /** Awaited directly before the request is sent; if it rejects, nothing is. */
  readonly beforeSending?: () => Promise<void>;
}

/** A 2xx answer. */
export interface Received {
  readonly status: number;
  /** Undefined where the body was empty. */
  readonly json: unknown;
}

// Loaded at the first request: node-fetch is an ES module, and programs that send no request need not load it.
async function nodeFetch(): Promise<Fetch> {
  return (await import("node-fetch")).default;
}

// A transfer config is a few kilobytes; an answer of this size is something else.
const largestAnswer = 10 * 1024 * 1024;

/**
 * Sends a request and returns the status and the JSON of a 2xx answer (undefined for an empty one).
 * @throws ConfigurationError for a proxy of an unknown kind, ApiError for any other status, ConnectionError or TimeoutError where no whole answer came,
 * ResponseError for a 2xx that is no JSON.
 */
export async function send(options: ApiOptions, request: ApiRequest, standIn?: Fetch): Promise<Received> {
  const asked: Asked = { verb: request.verb, path: request.path };
  const mask = masker([options.apiKey, ...(request.secrets ?? [])]);
  // Loaded before the clock starts: what it takes is no fault of the network.
  const fetch = standIn ?? (await nodeFetch());
  const agent = await agentFor(options.baseUrl, request.verb);
  const connection = observe(agent, options.baseUrl.startsWith("https:"));
  await request.beforeSending?.();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), Math.min(options.timeoutSeconds * 1000, longestTimerMs));
  let response: FetchResponse;
  let text: string;
  try {
    response = await fetch(options.baseUrl + request.path, {
      method: request.verb,
      headers: {
        accept: "application/json",
        "x-api-key": options.apiKey,
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      // Followed, a redirect would carry the key to an address that nobody configured.
      redirect: "manual",
      signal: abort.signal,
      size: largestAnswer,
      agent: connection.agent,
    });
    text = await response.text();
  } catch (error) {
    const sent = sentBy(error, connection);
    if (abort.signal.aborted) throw new TimeoutError(asked, options.timeoutSeconds, sent);
    throw connectionError(asked, error, sent, mask);
  } finally {
    clearTimeout(timer);
  }
  if (connection.state === "none") throw tunnelRefused(asked, response.status);
  const json = parse(text);
  if (response.ok) {
    if (json !== undefined || text.trim() === "") return { status: response.status, json };
    throw new ResponseError(asked, response.status, "the body is not JSON");
  }
  throw apiError(asked, answerOf(response, json, mask));
}

/** Undefined where the text is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// A peer that cannot prove who it is gets no request. Verification is never turned off.
const untrusted = /^(CERT_|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

/**
 * Whether the request may have been carried out. Where its socket was not seen, the error alone can prove that
 * nothing was sent, by the system call that failed: EHOSTUNREACH and ETIMEDOUT of a read come after the request.
 */
function sentBy(error: unknown, connection: Connection): "no" | "maybe" {
  if (connection.state !== "unseen") return connection.state === "none" ? "no" : "maybe";
  // node-fetch keeps the system call of the error that it wraps under another name.
  const { syscall, erroredSysCall = syscall } = error as { syscall?: string; erroredSysCall?: string };
  return erroredSysCall === "connect" || erroredSysCall === "getaddrinfo" ? "no" : "maybe";
}

function connectionError(
  asked: Asked,
  error: unknown,
  sent: "no" | "maybe",
  mask: (text: string) => string,
): ConnectionError {
  const { code, message } = error as { code?: string; message?: string };
  const reason = `the connection failed (${code ?? printable(mask(message ?? String(error)))})`;
  if (untrusted.test(code ?? "")) return new ConnectionError(asked, reason, "no", true);
  return new ConnectionError(asked, reason, sent);
}

/** The proxy's answer to CONNECT is not the API's: taken for it, a proxy's 401 would speak of the API key. */
function tunnelRefused(asked: Asked, status: number): ConnectionError {
  const wait = status >= 500 || status === 408 || status === 429;
  return new ConnectionError(
    asked,
    `the proxy answered ${status} instead of connecting to the API`,
    "no",
    !wait,
  );
}

function answerOf(response: FetchResponse, json: unknown, mask: (text: string) => string): Answer {
  const body = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? printable(mask(value)) : undefined);
  const waits = [Number(body.retryAfter), retryAfterHeader(response.headers.get("retry-after"))];
  const retryAfter = Math.max(...waits.filter((s) => Number.isFinite(s) && s >= 0));
  return {
    status: response.status,
    code: text(body.code),
    message: text(body.message),
    errors: Array.isArray(body.errors) ? body.errors.map((entry) => fieldError(entry, text)) : [],
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}

/** Seconds of a Retry-After header, which holds seconds or a date; NaN where there is none. */
function retryAfterHeader(value: string | null): number {
  if (value === null) return Number.NaN;
  const seconds = Number(value);
  return Number.isFinite(seconds) ? seconds : Math.max(0, (Date.parse(value) - Date.now()) / 1000);
}

// `received` is left out: it can be the very value that must stay secret, in a form that no mask would find.
function fieldError(entry: unknown, text: (value: unknown) => string | undefined): FieldError {
  const { path, message, expected, code } = (entry ?? {}) as Record<string, unknown>;
  const rule = text(message) ?? "is not valid";
  const wanted = text(expected);
  const known = text(code);
  return {
    path: Array.isArray(path) ? path.map((part) => text(String(part))).join(".") : "",
    message: wanted && !rule.includes(wanted) ? `${rule} (expected ${wanted})` : rule,
    ...(known === undefined ? {} : { code: known }),
  };
}
