// The emulator's own routes, for other processes: the log, edits behind the program's back, faults.
import { type Context, Hono } from "hono";
import { type Env, type Parts, parseJson } from "./context";
import { isObject } from "./objects";
import { failure } from "./responses";

export function control({ log, store, script }: Parts): Hono<Env> {
  const app = new Hono<Env>();

  app.get("/requests", (c) => c.json({ requests: log.entries }));
  app.delete("/requests", (c) => {
    log.clear();
    return c.body(null, 204);
  });

  app.get("/configs", (c) => c.json({ transferConfigs: store.list() }));
  app.put("/configs/:id", async (c) => {
    const changes = await json(c);
    if (!isObject(changes)) return failure(400, "the body must be a JSON object of fields", "BAD_REQUEST");
    if (store.get(c.req.param("id")) === undefined) return failure(404, "no such config", "NOT_FOUND");
    return c.json({ transferConfig: store.set(c.req.param("id"), changes) });
  });
  app.delete("/configs/:id", (c) => {
    const removed = store.remove(c.req.param("id"));
    if (removed === undefined) return failure(404, "no such config", "NOT_FOUND");
    return c.json({ transferConfig: removed });
  });

  app.post("/faults", async (c) => {
    const specs = await json(c);
    try {
      for (const spec of Array.isArray(specs) ? specs : [specs]) script.add(spec);
    } catch (error) {
      return failure(400, (error as Error).message, "BAD_REQUEST");
    }
    return c.body(null, 204);
  });
  app.delete("/faults", (c) => {
    script.clear();
    return c.body(null, 204);
  });

  app.all("*", (c) => failure(404, `no control ${c.req.method} ${c.req.path}`, "NOT_FOUND"));
  return app;
}

async function json(c: Context<Env>): Promise<unknown> {
  return parseJson(await c.req.text());
}
