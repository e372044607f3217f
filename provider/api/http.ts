// One request, once: headers, time limit, parsing, and what its failure means. Without retries and quota.
import type { Agent } from "node:http";
import { masker } from "../model/maskText";
import { printable } from "../model/printable";
import { isDeeper, maxDepth } from "../model/values";
import { apiError } from "./apiError";
import type { ApiOptions } from "./clientOptions";
import type { Connection } from "./connection";
import { observe } from "./connection";
import type { ErrorResponse, FieldError, RequestLine } from "./errors";
import { CareCycleError, ConnectionError, ResponseError, TimeoutError } from "./errors";
import { agentFor } from "./proxyAgent";
import { longestTimerMs } from "./quota";

/**
 * The part of node-fetch that is used, so that tests can replace the network. Written out here, because node-fetch
 * is an ES module, whose types a CommonJS program cannot always import.
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

/** A response as {@link Fetch} returns it. */
export interface FetchResponse {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** A request to the API. */
export interface ApiRequest extends RequestLine {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Texts that no message may hold, such as header values in `body`. */
  readonly secrets?: readonly string[];
  /** Awaited directly before the request is sent; if it rejects, nothing is sent. */
  readonly beforeSending?: () => Promise<void>;
}

/** A 2xx response. */
export interface ApiResponse {
  readonly status: number;
  /** Undefined where the body was empty. */
  readonly json: unknown;
}

// Imported with the first request: node-fetch is an ES module, and a program that sends no request can do without it.
export async function nodeFetch(): Promise<Fetch> {
  return (await import("node-fetch")).default;
}

// A transfer config is a few kilobytes; a response beyond this size is something else.
const maxResponseBytes = 10 * 1024 * 1024;

/**
 * Sends a request and returns the status and the JSON of a 2xx response.
 * @throws ConfigurationError for a proxy of an unsupported kind; ApiError for any other status; ConnectionError or
 * TimeoutError where no complete response arrived; ResponseError for a 2xx response that isn't JSON.
 */
export async function send(
  options: ApiOptions,
  request: ApiRequest,
  customFetch?: Fetch,
): Promise<ApiResponse> {
  const mask = masker([options.apiKey, ...(request.secrets ?? [])]);
  // Before the time limit starts: loading takes time, too, and that says nothing about the network.
  const fetch = customFetch ?? (await nodeFetch());
  const agent = await agentFor(options.baseUrl, request.method);
  const connection = observe(agent, options.baseUrl.startsWith("https:"));
  await request.beforeSending?.();
  const body = request.body === undefined ? undefined : jsonOf(request, mask);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), Math.min(options.timeoutSeconds * 1000, longestTimerMs));
  let response: FetchResponse;
  let text: string;
  try {
    response = await fetch(options.baseUrl + request.path, {
      method: request.method,
      headers: {
        accept: "application/json",
        "x-api-key": options.apiKey,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body }),
      // Followed, a redirect would carry the key to an address that nobody configured.
      redirect: "manual",
      signal: abort.signal,
      size: maxResponseBytes,
      agent: connection.agent,
    });
    text = await response.text();
  } catch (error) {
    const arrived = mayHaveArrived(error, connection);
    if (abort.signal.aborted) throw new TimeoutError(request, options.timeoutSeconds, arrived);
    throw connectionError(request, error, arrived, mask);
  } finally {
    clearTimeout(timer);
  }
  if (connection.state === "none") throw tunnelRefused(request, response.status);
  const json = parse(text);
  if (response.ok) {
    if (isDeeper(json))
      throw new ResponseError(
        request,
        response.status,
        `the body is nested more than ${maxDepth} levels deep`,
      );
    if (json !== undefined || text.trim() === "") return { status: response.status, json };
    throw new ResponseError(request, response.status, "the body is not JSON");
  }
  throw apiError(request, errorResponse(response, json, mask));
}

/** @throws CareCycleError for what JSON has no form of, such as a BigInt: before a connection is opened for it. */
function jsonOf({ method, path, body }: ApiRequest, mask: (text: string) => string): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    throw new CareCycleError(
      `${method} ${path}: the body is not JSON (${whatWasThrown(error, mask)}); nothing was sent.`,
    );
  }
}

/** The message of whatever was thrown, which may quote anything. */
function whatWasThrown(error: unknown, mask: (text: string) => string): string {
  const { message } = (error ?? {}) as { message?: string };
  return printable(mask(message ?? String(error)));
}

/** Undefined where the text isn't JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// A server whose certificate cannot be verified gets no request, however often it is tried.
const untrustedCode = /^(CERT_|DEPTH_ZERO_SELF|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

/**
 * Whether the request may have reached the API. Where its socket wasn't observed, only the system call that failed can
 * prove that it didn't; the error code cannot: EHOSTUNREACH and ETIMEDOUT of a read come after the request.
 */
function mayHaveArrived(error: unknown, connection: Connection): boolean {
  if (connection.state !== "unobserved") return connection.state === "established";
  // node-fetch wraps the error, and keeps its system call under another name.
  const { syscall, erroredSysCall = syscall } = error as { syscall?: string; erroredSysCall?: string };
  return erroredSysCall !== "connect" && erroredSysCall !== "getaddrinfo";
}

function connectionError(
  request: RequestLine,
  error: unknown,
  arrived: boolean,
  mask: (text: string) => string,
): ConnectionError {
  const { code } = error as { code?: string };
  const reason = `the connection failed (${code ?? whatWasThrown(error, mask)})`;
  if (untrustedCode.test(code ?? "")) return new ConnectionError(request, reason, false, true);
  return new ConnectionError(request, reason, arrived);
}

/** A proxy's response to CONNECT isn't the API's: mistaken for it, the proxy's 401 would blame the API key. */
function tunnelRefused(request: RequestLine, status: number): ConnectionError {
  const temporary = status >= 500 || status === 408 || status === 429;
  return new ConnectionError(
    request,
    `the proxy answered ${status} instead of connecting to the API`,
    false,
    !temporary,
  );
}

// A message is for people, who read neither megabytes nor thousands of errors.
const maxText = 2_000;
const maxErrors = 100;

function short(text: string): string {
  return text.length <= maxText ? text : `${text.slice(0, maxText)}… (${text.length} characters)`;
}

/** A number, or one as text; NaN for anything else. */
function secondsIn(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

function errorResponse(
  response: FetchResponse,
  json: unknown,
  mask: (text: string) => string,
): ErrorResponse {
  const body = (typeof json === "object" && json !== null ? json : {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === "string" ? printable(short(mask(value))) : undefined);
  const waits = [secondsIn(body.retryAfter), retryAfterHeader(response.headers.get("retry-after"))];
  const retryAfter = Math.max(...waits.filter((s) => Number.isFinite(s) && s >= 0));
  return {
    status: response.status,
    code: text(body.code),
    message: text(body.message),
    errors: Array.isArray(body.errors)
      ? body.errors.slice(0, maxErrors).map((entry) => fieldError(entry, text))
      : [],
    retryAfter: Number.isFinite(retryAfter) ? retryAfter : undefined,
  };
}

/** Seconds of a Retry-After header, which holds seconds or a date; NaN where there is no such header. */
function retryAfterHeader(value: string | null): number {
  if (value === null) return Number.NaN;
  const seconds = Number(value);
  return Number.isFinite(seconds) ? seconds : Math.max(0, (Date.parse(value) - Date.now()) / 1000);
}

// `received` is left out: it can be the secret value itself, in a form that no mask would find.
function fieldError(entry: unknown, text: (value: unknown) => string | undefined): FieldError {
  const { path, message, expected, code } = (entry ?? {}) as Record<string, unknown>;
  const rule = text(message) ?? "is not valid";
  const wanted = text(expected);
  const known = text(code);
  return {
    path: Array.isArray(path)
      ? path.map((part) => (typeof part === "number" ? String(part) : text(part))).join(".")
      : "",
    message: wanted && !rule.includes(wanted) ? `${rule} (expected ${wanted})` : rule,
    ...(known === undefined ? {} : { code: known }),
  };
}
