// Around every request of the API: it is logged, hit by its faults, handled, and its response delivered.
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";
import { connectionOf, type Env, type Parts, parseJson } from "./context";
import type { Faults } from "./faults";
import { pause, reset, sendCut, sendInHalves } from "./wire";

const ID_OF_PATH = /^\/v2\/campaigns\/transfer-configs\/([^/]+)$/;

export function exchange({ log, script, store }: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const entry = log.open(c.req.method, c.req.path, new URL(c.req.url).search.slice(1));
    const id = ID_OF_PATH.exec(c.req.path)?.[1];
    const faults = script.take(c.req.method, c.req.path, id);
    c.set("entry", entry);
    c.set("faults", faults);
    // The whole request is read even for a reset, since a test wants to see it in the log; and read here,
    // so that a handler never waits between reading a config and storing it.
    c.set("text", await c.req.text());
    const body = parseJson(c.get("text"));
    if (body !== undefined) entry.body = body;

    for (const edit of faults.every("edit-before")) store.set(edit.id ?? id ?? "", edit.changes);
    if (faults.has("reset-before")) {
      entry.outcome = "reset-before";
      reset(connectionOf(c).incoming);
      return RESPONSE_ALREADY_SENT;
    }
    await next();
    const response = c.res;
    // Hono would copy the headers of the response that this one replaces.
    c.res = undefined;
    c.res = await deliver(c, faults, response);
    return undefined;
  };
}

/** Sends the response as the faults have it, or hands it back to be sent as usual. */
async function deliver(c: Context<Env>, faults: Faults, response: Response): Promise<Response> {
  const entry = c.get("entry");
  const delay = faults.first("delay");
  if (delay?.part === "headers") await pause(delay.ms, connectionOf(c).incoming.socket);
  if (c.env.incoming?.socket.destroyed) {
    entry.outcome = "client-gone";
    return RESPONSE_ALREADY_SENT;
  }
  if (faults.has("reset-after-commit")) {
    entry.outcome = "reset-after-commit";
    reset(connectionOf(c).incoming);
    return RESPONSE_ALREADY_SENT;
  }
  // Written before anything is sent: who reads a response finds it in the log.
  entry.status = response.status;
  entry.outcome = faults.has("truncated") ? "truncated" : "answered";
  if (faults.has("truncated")) {
    await sendCut(connectionOf(c).outgoing, response);
    return RESPONSE_ALREADY_SENT;
  }
  if (delay?.part === "body") {
    const whole = await sendInHalves(connectionOf(c).outgoing, response, delay.ms);
    if (!whole) entry.outcome = "client-gone";
    return RESPONSE_ALREADY_SENT;
  }
  return response;
}
