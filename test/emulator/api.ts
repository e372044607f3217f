// The routes of the transfer-config API: key, quota, scripted faults, then GET, POST, PATCH and DELETE.
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { account } from "./account";
import { type Env, type Parts, parseJson } from "./context";
import type { Faults } from "./faults";
import { getPath, hasPath, type Json, setPath } from "./objects";
import type { LiveConfig } from "./options";
import { errorStatus, invalid, notFound, page, rateLimited, unauthorized } from "./responses";
import { type FieldError, validateBody, validateId } from "./schema";

const COLLECTION = "/v2/campaigns/transfer-configs";

export function api(parts: Parts): Hono<Env> {
  const { settings, store } = parts;
  const app = new Hono<Env>();
  app.use("/v2/*", authenticated(parts), scripted);

  app.get(`${COLLECTION}/:id`, (c) =>
    withConfig(c, parts, (live) => {
      const id = live.routingConfigId;
      // The shape of routingConfig is not documented; an object with the id is the least that it can be.
      const routingConfig = typeof id === "string" ? { id, clientId: live.clientId, name: "Inbound" } : null;
      return Response.json({ transferConfig: { ...live, routingConfig } });
    }),
  );

  app.patch(`${COLLECTION}/:id`, (c) =>
    withConfig(c, parts, (live) => {
      const body = bodyOf(c, parts, live);
      if (body instanceof Response) return body;
      const next = withFieldFaults(
        store.patched(live, parts.transformBody(body)),
        live,
        body,
        c.get("faults"),
      );
      return Response.json({ transferConfig: store.save(next) });
    }),
  );

  app.post(COLLECTION, (c) => {
    const body = bodyOf(c, parts);
    if (body instanceof Response) return body;
    const clientId = c.get("clientId");
    const next = withFieldFaults(
      store.created(parts.transformBody(body), clientId),
      store.created({}, clientId),
      body,
      c.get("faults"),
    );
    return Response.json({ transferConfig: store.save(next) }, { status: settings.createStatus });
  });

  app.delete(`${COLLECTION}/:id`, (c) => {
    if (!settings.allowDelete) return notFound(`Route DELETE ${c.req.path}`);
    return withConfig(c, parts, (live) => {
      store.remove(live.id);
      return Response.json({ transferConfig: live });
    });
  });

  app.route("/v2/campaigns", account(settings));

  // Everything else, the list included, is not documented, hence not there.
  app.all("*", (c) => notFound(`Route ${c.req.method} ${c.req.path}`));
  return app;
}

function authenticated({ settings, quota }: Parts): MiddlewareHandler<Env> {
  return async (c, next) => {
    const key = c.req.header("x-api-key");
    const clientId = key !== undefined && Object.hasOwn(settings.apiKeys, key) && settings.apiKeys[key];
    if (key === undefined || typeof clientId !== "string") return unauthorized();
    const entry = c.get("entry");
    entry.clientId = clientId;
    c.set("clientId", clientId);
    const seconds = quota.take(key, entry.at);
    if (seconds !== undefined) {
      entry.throttled = true;
      return rateLimited({ via: settings.rateLimitHeader, seconds });
    }
    return next();
  };
}

/** Responses that faults give instead of the handler's, and what they make of a response that went well. */
const scripted: MiddlewareHandler<Env> = async (c, next) => {
  const faults = c.get("faults");
  const limit = faults.first("rate-limit");
  if (limit !== undefined) return rateLimited(limit);
  const status = faults.first("status");
  if (status !== undefined && status.committed !== true) return errorStatus(status);
  await next();
  if (!c.res.ok) return undefined;
  const response = await rewritten(c.res, faults);
  c.res = undefined;
  c.res = response;
  return undefined;
};

async function rewritten(response: Response, faults: Faults): Promise<Response> {
  const status = faults.first("status");
  if (status !== undefined) return errorStatus(status);
  if (faults.has("non-json")) return page(200, "Maintenance");
  if (faults.has("wrong-shape")) return Response.json({ ok: true });
  const answer = faults.first("answer-with");
  if (answer !== undefined) return Response.json(answer.json);
  const other = faults.first("other-client");
  if (other === undefined && !faults.has("truncated-json")) return response;
  const body = (await response.json()) as { transferConfig?: Json };
  if (other !== undefined && body.transferConfig) body.transferConfig.clientId = other.clientId;
  const text = JSON.stringify(body);
  const shown = faults.has("truncated-json") ? text.slice(0, text.length >> 1) : text;
  return new Response(shown, { status: response.status, headers: { "content-type": "application/json" } });
}

/** Runs `then` with the config of the path, if the id is well-formed and the config is the caller's. */
function withConfig(
  c: Context<Env>,
  { settings, store }: Parts,
  then: (live: LiveConfig) => Response,
): Response {
  const id = c.req.param("id") ?? "";
  const errors = validateId(id);
  if (errors.length > 0) return invalid(settings.validationStatus, errors);
  const live = store.get(id);
  const visible = settings.foreignConfigs === "visible" || live?.clientId === c.get("clientId");
  if (live === undefined || !visible) return notFound("Transfer config");
  return then(live);
}

/** The checked body, or the response that refuses it. */
function bodyOf(c: Context<Env>, { settings }: Parts, live?: LiveConfig): Json | Response {
  const refuse = (errors: FieldError[]): Response => invalid(settings.validationStatus, errors);
  const type = c.req.header("content-type") ?? "none";
  if (!/^application\/json\b/i.test(type)) {
    const message = "Content-Type must be application/json";
    return refuse([{ path: [], message, expected: "application/json", received: type, code: "custom" }]);
  }
  const input = parseJson(c.get("text"));
  if (input === undefined) {
    const message = "Body is not JSON";
    return refuse([{ path: [], message, expected: "object", received: "string", code: "invalid_type" }]);
  }
  const result = validateBody(input, settings, live);
  return result.ok ? result.body : refuse(result.errors);
}

/** What is stored when the server silently leaves or alters fields that the body names. */
function withFieldFaults(next: LiveConfig, before: LiveConfig, body: Json, faults: Faults): LiveConfig {
  for (const { field } of faults.every("ignore-field")) {
    if (hasPath(body, field)) setPath(next, field, getPath(before, field));
  }
  for (const { field, to } of faults.every("normalise-field")) {
    if (hasPath(body, field)) setPath(next, field, to);
  }
  return next;
}
