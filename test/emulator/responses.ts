// The API's responses that hold no transfer config: its error bodies, and a gateway's HTML page.
import type { FaultOf } from "./faults";
import type { FieldError } from "./schema";

const CODES: Record<number, string> = {
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  429: "RATE_LIMIT_EXCEEDED",
};

/** `{message, code}`, and what a code adds to it. */
export function failure(status: number, message: string, code: string, more: object = {}): Response {
  return Response.json({ message, code, ...more }, { status });
}

export function unauthorized(): Response {
  return failure(401, "Invalid or missing API key", "UNAUTHORIZED");
}

export function notFound(what: string): Response {
  return failure(404, `${what} not found`, "NOT_FOUND");
}

export function invalid(status: number, errors: FieldError[]): Response {
  return failure(status, "Validation failed", "VALIDATION_ERROR", { errors });
}

export function rateLimited({ via, seconds }: Pick<FaultOf<"rate-limit">, "via" | "seconds">): Response {
  const inBody = via === "body" || via === "both";
  const more = inBody ? { retryAfter: seconds } : {};
  const response = failure(429, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED", more);
  if (via === "header" || via === "both") response.headers.set("retry-after", String(seconds));
  if (via === "header-date") {
    // An HTTP date has whole seconds: round up, so that the announced wait is never shorter than `seconds`.
    const at = Math.ceil(Date.now() / 1000 + seconds) * 1000;
    response.headers.set("retry-after", new Date(at).toUTCString());
  }
  return response;
}

export function errorStatus({ status, html = status === 502 }: FaultOf<"status">): Response {
  if (html) return page(status, `${status} Bad Gateway`);
  const code = CODES[status] ?? (status < 500 ? "BAD_REQUEST" : "INTERNAL_ERROR");
  return failure(status, `Scripted ${status}`, code);
}

export function page(status: number, title: string): Response {
  const html = `<!DOCTYPE html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return new Response(html, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}
