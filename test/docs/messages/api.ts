// Provokes the messages about answers of the API, with the client on a network that answers as told.
import { CareCycleClient } from "../../../provider/api/client";
import { WITHHELD } from "../../../provider/model/values";
import { refuseMarker } from "../../../provider/session/refuseMarker";
import { skippingClock } from "../../api/clock";
import { connectProxy } from "../../api/server";
import { id, type Provoked, thrown } from "./provoked";

let clients = 0;

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  /** Instead of an answer. */
  readonly fails?: Error;
  readonly notify?: (line: string) => void;
  readonly rateLimit?: number;
}

/** A client that gets the same answer to every request. */
function client({ status = 200, body, fails, notify, rateLimit = 1e6 }: Answer): CareCycleClient {
  return new CareCycleClient({
    apiKey: "cc_unit",
    // An address of its own, because a process has one quota for each.
    baseUrl: `http://127.0.0.1:1/messages${clients++}`,
    rateLimit,
    clock: skippingClock(),
    ...(notify && { notify }),
    fetch: async () => {
      if (fails) throw fails;
      const text = typeof body === "string" ? body : JSON.stringify(body ?? {});
      return { ok: status < 300, status, headers: { get: () => null }, text: async () => text };
    },
  });
}

const get = (answer: Answer) => () => thrown(() => client(answer).getTransferConfig(id));
const patch = (answer: Answer) => () =>
  thrown(() => client(answer).updateTransferConfig(id, { name: "Desk" }));
const error = (code: string) => ({ code, message: "as the API says it" });

async function slow(): Promise<string> {
  const waiting = new CareCycleClient({
    apiKey: "cc_unit",
    baseUrl: `http://127.0.0.1:1/messages${clients++}`,
    timeoutSeconds: 0.001,
    clock: skippingClock(),
    fetch: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(new Error("aborted")));
      }),
  });
  return thrown(() => waiting.getTransferConfig(id));
}

const refusedTunnel = async () => throughProxy((await connectProxy(0, 407)).url);

async function throughProxy(proxy: string): Promise<string> {
  const before = process.env.HTTPS_PROXY;
  process.env.HTTPS_PROXY = proxy;
  try {
    const api = new CareCycleClient({ apiKey: "cc_unit", baseUrl: "https://api.example.com" });
    return await thrown(() => api.updateTransferConfig(id, { name: "Desk" }));
  } finally {
    if (before === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = before;
  }
}

async function waitingLine(): Promise<string> {
  const lines: string[] = [];
  const body = { transferConfig: { id, name: "Desk" } };
  const api = client({ body, rateLimit: 1, notify: (line) => lines.push(line) });
  await Promise.all([1, 2, 3].map(() => api.getTransferConfig(id)));
  return lines.join("\n");
}

export const ofApi: Provoked = {
  "GET PATH: answered 401 UNAUTHORIZED": get({ status: 401, body: error("UNAUTHORIZED") }),
  "PATCH PATH: answered 403 FORBIDDEN": patch({ status: 403, body: error("FORBIDDEN") }),
  "GET PATH: answered 404 NOT_FOUND": get({ status: 404, body: error("NOT_FOUND") }),
  "GET PATH: answered 404. This isn't the API's own NOT_FOUND": get({ status: 404, body: "<html>" }),
  "PATCH PATH: answered 400 VALIDATION_ERROR": patch({ status: 400, body: error("VALIDATION_ERROR") }),
  "GET PATH: answered 429 RATE_LIMIT_EXCEEDED": get({
    status: 429,
    body: { ...error("RATE_LIMIT_EXCEEDED"), retryAfter: 60 },
  }),
  "GET PATH: answered 500 INTERNAL_ERROR": get({ status: 500, body: error("INTERNAL_ERROR") }),
  "Redirects are not followed, because the API key would go with them": get({ status: 302 }),
  "GET PATH: answered 200, but the body is not JSON": get({ body: "<html>" }),
  "GET PATH: answered N, but REASON": get({ body: { config: {} } }),
  'transfer config id "ID" is not a UUID; nothing was sent': () =>
    thrown(() => client({}).getTransferConfig("desk")),
  "PATH: the value is withheld and not known here, so nothing was sent": () =>
    thrown(() => refuseMarker({ sipHeaders: WITHHELD })),
  "GET PATH: the connection failed (CODE)": get({
    fails: Object.assign(new Error("refused"), { code: "ECONNREFUSED", syscall: "connect" }),
  }),
  "GET PATH: no complete response within N s (carecycle:timeoutSeconds)": slow,
  "PATCH PATH: the proxy answered STATUS instead of connecting to the API": refusedTunnel,
  "HTTPS_PROXY or ALL_PROXY: must be an http or https URL": () => throughProxy("socks5://127.0.0.1:1"),
  "N requests waiting for the API's quota, about N s to go": waitingLine,
  "a transfer config named NAME may exist now: there was no usable response": () =>
    thrown(() => client({ status: 502 }).createTransferConfig({ name: "Desk" })),
};
