// The one tree of errors: what was asked, what came, and what to do next. Imports nothing.

/** One entry of a VALIDATION_ERROR answer, with the path joined as `dynamicOptions.headers.a`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  /** The API's own code of the rule, if it gave one. */
  readonly code?: string;
}

/** What was asked of the API: verb and path, never a header or a body. */
export interface Asked {
  readonly verb: string;
  readonly path: string;
}

/** Root of all errors that this package throws on purpose. The message never holds a key or a sensitive value. */
export class CareCycleError extends Error {
  override readonly name: string = "CareCycleError";
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

/** A request did not end in a usable answer. */
export class RequestError extends CareCycleError {
  override readonly name: string = "RequestError";
  readonly asked: Asked;
  constructor(
    { verb, path }: Asked,
    /** What came of it, without the advice. */
    readonly came: string,
    next: string,
  ) {
    super(`${verb} ${path}: ${came}${/[.!?]$/.test(came) ? "" : "."} ${next}`.trimEnd());
    this.asked = { verb, path };
  }
}

/**
 * No answer arrived. `sent` is "no" when the connection was never made, so that nothing can have
 * happened; "maybe" when the request may have been carried out. `permanent` tells that trying again
 * cannot help (a certificate that does not verify).
 */
export class ConnectionError extends RequestError {
  override readonly name: string = "ConnectionError";
  constructor(
    asked: Asked,
    reason: string,
    readonly sent: "no" | "maybe",
    readonly permanent = false,
  ) {
    const unknown =
      sent === "maybe" && (asked.verb === "PATCH" || asked.verb === "DELETE")
        ? " Whether it was carried out is not known; running again is safe."
        : "";
    super(asked, reason, `Check the network, the proxy and carecycle:baseUrl.${unknown}`);
  }
}

/** The time limit of one attempt passed (`seconds`, over connection, headers and body). */
export class TimeoutError extends ConnectionError {
  override readonly name: string = "TimeoutError";
  constructor(
    asked: Asked,
    readonly seconds: number,
    sent: "no" | "maybe" = "maybe",
  ) {
    const missing = sent === "no" ? "no connection" : "no complete answer";
    super(asked, `${missing} within ${seconds} s (carecycle:timeoutSeconds)`, sent);
  }
}

/** A 2xx answer that is no JSON, is cut short, or has not the documented shape. `problem` names the member. */
export class ResponseError extends RequestError {
  override readonly name: string = "ResponseError";
  constructor(
    asked: Asked,
    readonly status: number,
    readonly problem: string,
  ) {
    super(
      asked,
      `answered ${status}, but ${problem}`,
      "Check that carecycle:baseUrl is the careCycle API and that no proxy answers in its place.",
    );
  }
}

/**
 * A POST that may have been carried out. It is never repeated, because it would create a second config.
 * `configName` is the name that was asked for.
 */
export class AmbiguousCreateError extends RequestError {
  override readonly name: string = "AmbiguousCreateError";
  constructor(
    asked: Asked,
    readonly configName: string,
    override readonly cause: RequestError,
  ) {
    super(
      asked,
      `a transfer config named ${JSON.stringify(configName)} may exist now: no usable answer came (${cause.came})`,
      "The request was not repeated, so as not to create a second one. Look for that name in the dashboard under transfer " +
        'destinations: if it is there, adopt it with transferConfigId: "<its id>"; if it is not, run again.',
    );
  }
}

/** What an error answer held. */
export interface Answer {
  readonly status: number;
  /** The API's code, such as `NOT_FOUND`; undefined where the body had none. */
  readonly code?: string | undefined;
  /** The API's own sentence, sensitive values masked. */
  readonly message?: string | undefined;
  readonly errors?: readonly FieldError[];
  /** Seconds to wait, from the body or the Retry-After header, whichever is longer. */
  readonly retryAfter?: number | undefined;
}

/** The API answered with an error. */
export class ApiError extends RequestError {
  override readonly name: string = "ApiError";
  readonly status: number;
  readonly code: string | undefined;
  readonly errors: readonly FieldError[];
  constructor(asked: Asked, answer: Answer, next: string) {
    const words = [`answered ${answer.status}`, answer.code].filter(Boolean).join(" ");
    super(asked, answer.message ? `${words}: ${answer.message}` : words, next);
    this.status = answer.status;
    this.code = answer.code;
    this.errors = answer.errors ?? [];
  }
}

/** 401 UNAUTHORIZED: the key is not, or no longer, valid. */
export class AuthenticationError extends ApiError {
  override readonly name: string = "AuthenticationError";
  constructor(asked: Asked, answer: Answer) {
    super(
      asked,
      answer,
      "Set a valid key: pulumi config set --secret carecycle:apiKey. A refresh or destroy uses the key recorded by " +
        "the last update; after a rotation, run with --refresh --run-program, so that it uses the current one.",
    );
  }
}

/** 403 FORBIDDEN: the key is valid but may not do this. */
export class PermissionError extends ApiError {
  override readonly name: string = "PermissionError";
  constructor(asked: Asked, answer: Answer) {
    super(asked, answer, "Give the key access to transfer configs, or use another key (carecycle:apiKey).");
  }
}

/** 404 NOT_FOUND: no such object under this key's account. */
export class NotFoundError extends ApiError {
  override readonly name: string = "NotFoundError";
  constructor(asked: Asked, answer: Answer) {
    super(
      asked,
      answer,
      "Check the id, and that the key belongs to the account that holds it: under another account's key every id answers 404.",
    );
  }
}

/** VALIDATION_ERROR: the API refused the body; `errors` has one entry a field, and the message one line an entry. */
export class ValidationError extends ApiError {
  override readonly name: string = "ValidationError";
  constructor(asked: Asked, answer: Answer) {
    const lines = (answer.errors ?? []).map((e) => `\n  ${e.path || "(body)"}: ${e.message}`);
    super(
      asked,
      answer,
      `Nothing was changed. Mend these and run again:${lines.join("") || " (the API named no field)"}`,
    );
  }
}

/** 429 RATE_LIMIT_EXCEEDED. `retryAfter` is in seconds. */
export class RateLimitError extends ApiError {
  override readonly name: string = "RateLimitError";
  readonly retryAfter: number | undefined;
  constructor(asked: Asked, answer: Answer) {
    super(
      asked,
      answer,
      "Others use the same quota: lower carecycle:rateLimit so that all of them together stay within it, or run later.",
    );
    this.retryAfter = answer.retryAfter;
  }
}

/** 5xx: the API failed. */
export class ServerError extends ApiError {
  override readonly name: string = "ServerError";
  constructor(asked: Asked, answer: Answer) {
    super(asked, answer, "The fault is the API's: run again later.");
  }
}

const byCode: Record<string, new (asked: Asked, answer: Answer) => ApiError> = {
  UNAUTHORIZED: AuthenticationError,
  FORBIDDEN: PermissionError,
  NOT_FOUND: NotFoundError,
  VALIDATION_ERROR: ValidationError,
  RATE_LIMIT_EXCEEDED: RateLimitError,
  INTERNAL_ERROR: ServerError,
};

const byStatus: Record<number, new (asked: Asked, answer: Answer) => ApiError> = {
  401: AuthenticationError,
  403: PermissionError,
  422: ValidationError,
  429: RateLimitError,
};

/**
 * The error of an answer. The status decides where it is specific (a gateway's 429 has no code); the
 * code decides the rest, because it is unknown whether a VALIDATION_ERROR is a 400 or a 422. A 404
 * counts as "no such object" by its code alone: a wrong base URL answers 404 too, and taking that for
 * deleted configs would recreate every one of them.
 */
export function apiError(asked: Asked, answer: Answer): ApiError {
  const Kind = byStatus[answer.status] ?? (answer.status >= 500 ? ServerError : byCode[answer.code ?? ""]);
  if (Kind) return new Kind(asked, answer);
  if (answer.status >= 300 && answer.status < 400) {
    return new ApiError(
      asked,
      answer,
      "Redirects are not followed with a key in hand: set carecycle:baseUrl to the final address.",
    );
  }
  if (answer.status === 404) {
    return new ApiError(asked, answer, "This is not the API's own NOT_FOUND: check carecycle:baseUrl.");
  }
  return new ApiError(asked, answer, "");
}
