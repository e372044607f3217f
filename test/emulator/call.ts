// One HTTP request of the emulator's tests, described down to what happened on the socket.
import { type Agent, type IncomingMessage, request } from "node:http";
import { DEFAULT_KEY, type LiveConfig } from "./index";

export const COLLECTION = "/v2/campaigns/transfer-configs";
export const SALES = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

export interface CallResponse {
  status: number;
  headers: IncomingMessage["headers"];
  text: string;
  /** Parsed body; undefined if it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read into responses of every shape.
  json: any;
  transferConfig: LiveConfig;
  /** Whether the whole body that the headers announced arrived. */
  complete: boolean;
  /** Milliseconds to the headers, and to the end. */
  headersAfter: number;
  endAfter: number;
}

export interface Call {
  key?: string | null;
  body?: unknown;
  /** Sent as it is instead of `body`. */
  raw?: string;
  contentType?: string | null;
  agent?: Agent;
  signal?: AbortSignal;
}

/** Resolves once headers arrived, even if the body was cut; rejects with the socket's error otherwise. */
export function call(base: string, method: string, path: string, options: Call = {}): Promise<CallResponse> {
  const { key = DEFAULT_KEY, agent, signal, contentType = "application/json" } = options;
  const text = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const headers: Record<string, string> = {};
  if (key !== null) headers["x-api-key"] = key;
  if (text !== undefined && contentType !== null) headers["content-type"] = contentType;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${base}${path}`,
      { method, headers, ...(agent && { agent }), ...(signal && { signal }) },
      (incoming) => {
        const headersAfter = performance.now() - began;
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", () => undefined);
        incoming.on("close", () => {
          const body = Buffer.concat(chunks).toString();
          const json = parsed(body);
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: body,
            json,
            transferConfig: json?.transferConfig,
            complete: incoming.complete,
            headersAfter,
            endAfter: performance.now() - began,
          });
        });
      },
    );
    sent.on("error", reject);
    sent.end(text);
  });
}

// biome-ignore lint/suspicious/noExplicitAny: tests read into responses of every shape.
function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
