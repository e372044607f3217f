// The one tree of errors: each names the request, its outcome, and what to do next.
import { printableLines } from "../model/printable";

/** One entry of a VALIDATION_ERROR response, with the path joined as `dynamicOptions.headers.a`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  /** The API's own code of the rule, if it gave one. */
  readonly code?: string;
}

/** A request, as far as errors tell of it: never with a header or a body. */
export interface RequestLine {
  /** HTTP method, such as `PATCH`. */
  readonly method: string;
  /** Path after the base URL, such as `/v2/campaigns/transfer-configs/{id}` with the id filled in. */
  readonly path: string;
}

/**
 * Root of all errors that this package throws on purpose. The message never holds a key or a sensitive value, and nothing
 * that steers a terminal or a CI log, whatever the API or a state said.
 */
export class CareCycleError extends Error {
  override readonly name: string = "CareCycleError";
  // Not ErrorOptions: a program that is compiled for ES2020, as new ones are, has no such type.
  constructor(message: string, options?: { cause?: unknown }) {
    super(printableLines(message), options);
  }
}

/** A setting is missing or malformed; nothing was sent. `key` is the stack config key, such as `carecycle:apiKey`. */
export class ConfigurationError extends CareCycleError {
  override readonly name: string = "ConfigurationError";
  constructor(
    readonly key: string,
    reason: string,
  ) {
    super(`${key}: ${reason}`);
  }
}

/** A request did not end in a usable response. */
export class RequestError extends CareCycleError {
  override readonly name: string = "RequestError";
  /** The request that failed. */
  readonly request: RequestLine;
  constructor(
    { method, path }: RequestLine,
    /** How the request ended, such as `answered 404 NOT_FOUND: ...`: the message without the request and the advice. */
    readonly outcome: string,
    advice: string,
  ) {
    super(`${method} ${path}: ${outcome}${/[.!?]$/.test(outcome) ? "" : "."} ${advice}`.trimEnd());
    this.request = { method, path };
  }
}

/** No response arrived. */
export class ConnectionError extends RequestError {
  override readonly name: string = "ConnectionError";
  constructor(
    request: RequestLine,
    reason: string,
    /**
     * Whether the request may have reached the API and been carried out. False where no connection was made: then
     * nothing can have happened.
     */
    readonly mayHaveArrived: boolean,
    /** Whether another attempt cannot help, as with a certificate that cannot be verified. */
    readonly permanent = false,
  ) {
    const unknown =
      mayHaveArrived && (request.method === "PATCH" || request.method === "DELETE")
        ? " It isn't known whether it was carried out; running again is safe."
        : "";
    super(request, reason, `Check the network, the proxy and carecycle:baseUrl.${unknown}`);
  }
}

/** The time limit of one attempt passed before it was complete: connection, headers and body. */
export class TimeoutError extends ConnectionError {
  override readonly name: string = "TimeoutError";
  constructor(
    request: RequestLine,
    /** The time limit, in seconds. */
    readonly seconds: number,
    mayHaveArrived = true,
  ) {
    const missing = mayHaveArrived ? "no complete response" : "no connection";
    super(request, `${missing} within ${seconds} s (carecycle:timeoutSeconds)`, mayHaveArrived);
  }
}

/** A 2xx response that isn't JSON, is cut short, or doesn't have the documented shape. */
export class ResponseError extends RequestError {
  override readonly name: string = "ResponseError";
  constructor(
    request: RequestLine,
    /** HTTP status. */
    readonly status: number,
    /** What is wrong with the body; it names the member. */
    readonly problem: string,
  ) {
    super(
      request,
      `answered ${status}, but ${problem}`,
      "Check that carecycle:baseUrl is the careCycle API and that no proxy answers in its place.",
    );
  }
}

/** A POST that may have been carried out. It is never repeated, because that could create a second config. */
export class AmbiguousCreateError extends RequestError {
  override readonly name: string = "AmbiguousCreateError";
  constructor(
    request: RequestLine,
    /** `name` of the config that the POST was to create. */
    readonly configName: string,
    /** Why it isn't known whether the config was created. */
    override readonly cause: RequestError,
  ) {
    super(
      request,
      `a transfer config named ${JSON.stringify(configName)} may exist now: there was no usable response (${cause.outcome})`,
      "The request was not repeated, so as not to create a second one. Look for that name in the dashboard under transfer " +
        'destinations: if it is there, adopt it with transferConfigId: "<its id>"; if it is not, run again.',
    );
  }
}

/** What an error response held. */
export interface ErrorResponse {
  /** HTTP status. */
  readonly status: number;
  /** The API's code, such as `NOT_FOUND`; undefined where the body had none. */
  readonly code?: string | undefined;
  /** The API's own sentence, sensitive values masked. */
  readonly message?: string | undefined;
  /** The entries of a VALIDATION_ERROR. */
  readonly errors?: readonly FieldError[];
  /** Seconds to wait, from the body or the Retry-After header, whichever is longer. */
  readonly retryAfter?: number | undefined;
}

/** The API answered with an error. */
export class ApiError extends RequestError {
  override readonly name: string = "ApiError";
  /** HTTP status. */
  readonly status: number;
  /** The API's code, such as `NOT_FOUND`; undefined where the body had none. */
  readonly code: string | undefined;
  /** The entries of a VALIDATION_ERROR; empty for other errors. */
  readonly errors: readonly FieldError[];
  constructor(request: RequestLine, response: ErrorResponse, advice: string) {
    const words = [`answered ${response.status}`, response.code].filter(Boolean).join(" ");
    super(request, response.message ? `${words}: ${response.message}` : words, advice);
    this.status = response.status;
    this.code = response.code;
    this.errors = response.errors ?? [];
  }
}

/** 401 UNAUTHORIZED: the key isn't valid, or no longer. */
export class AuthenticationError extends ApiError {
  override readonly name: string = "AuthenticationError";
  constructor(request: RequestLine, response: ErrorResponse) {
    super(request, response, "Set a valid key: pulumi config set --secret carecycle:apiKey");
  }
}

/** 403 FORBIDDEN: the key is valid but may not do this. */
export class PermissionError extends ApiError {
  override readonly name: string = "PermissionError";
  constructor(request: RequestLine, response: ErrorResponse) {
    super(
      request,
      response,
      "Give the key access to transfer configs, or use another key (carecycle:apiKey).",
    );
  }
}

/** 404 NOT_FOUND: no such object under this key's account. */
export class NotFoundError extends ApiError {
  override readonly name: string = "NotFoundError";
  constructor(request: RequestLine, response: ErrorResponse) {
    super(
      request,
      response,
      "Check the id, and that the key belongs to the account that holds it: under another account's key every id answers 404.",
    );
  }
}

/** VALIDATION_ERROR: the API refused the body. `errors` has an entry per field, and the message a line per entry. */
export class ValidationError extends ApiError {
  override readonly name: string = "ValidationError";
  constructor(request: RequestLine, response: ErrorResponse) {
    const lines = (response.errors ?? []).map((e) => `\n  ${e.path || "(body)"}: ${e.message}`);
    super(
      request,
      response,
      `Nothing was changed. Fix these and run again:${lines.join("") || " (the API named no field)"}`,
    );
  }
}

/** 429 RATE_LIMIT_EXCEEDED. */
export class RateLimitError extends ApiError {
  override readonly name: string = "RateLimitError";
  /** Seconds to wait, as the API announced them; undefined where it did not. */
  readonly retryAfter: number | undefined;
  constructor(request: RequestLine, response: ErrorResponse) {
    super(
      request,
      response,
      "Others use the same quota: lower carecycle:rateLimit so that all of them together stay within it, or run later.",
    );
    this.retryAfter = response.retryAfter;
  }
}

/** 5xx: the API failed. */
export class ServerError extends ApiError {
  override readonly name: string = "ServerError";
  constructor(request: RequestLine, response: ErrorResponse) {
    super(request, response, "The error is on the API's side: run again later.");
  }
}
