// The endpoints around transfer configs whose responses show whose key it is: appointment configs and campaigns.
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Env } from "./context";
import type { Campaign, Settings } from "./options";
import { failure, notFound } from "./responses";

const PAGE_SIZE = 50;

export function account(settings: Settings): Hono<Env> {
  const app = new Hono<Env>();
  const own = <T extends { clientId: string }>(c: Context<Env>, list: readonly T[] | "one", one: T): T[] =>
    list === "one" ? [one] : list.filter(({ clientId }) => clientId === c.get("clientId"));
  const campaigns = (c: Context<Env>): Campaign[] =>
    own(c, settings.campaigns, { id: firstId("c", c), clientId: c.get("clientId"), name: "Spring" });

  const offered: MiddlewareHandler<Env> = async (c, next) => {
    if (settings.accountEndpoints === "ok") return next();
    return settings.accountEndpoints === 403
      ? failure(403, "API key lacks required permissions", "FORBIDDEN")
      : notFound(`Route ${c.req.method} ${c.req.path}`);
  };
  app.get("/appointment-configs", offered, (c) => {
    const one = { id: firstId("a", c), clientId: c.get("clientId"), name: "Consultation" };
    const links = { transferConfigId: null, routingConfigId: null };
    const list = own(c, settings.appointmentConfigs, one);
    return c.json({ appointmentConfigs: list.map((config) => ({ ...links, ...config })) });
  });
  app.get("/", offered, (c) => {
    const all = campaigns(c);
    // The names of the query parameters are not documented.
    const page = Math.max(1, Number(c.req.query("page")) || 1);
    const items = all.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
    return c.json({
      itemsTotal: all.length,
      currentPage: page,
      nextPage: page * PAGE_SIZE < all.length ? page + 1 : null,
      prevPage: page > 1 ? page - 1 : null,
      items: items.map(({ id, name }) => ({ id, name, status: "active", description: null })),
    });
  });
  // The list of transfer configs is not documented, hence no campaign of that id.
  app.get("/:campaignId{[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}}", offered, (c) => {
    const found = campaigns(c).find(({ id }) => id === c.req.param("campaignId"));
    if (found === undefined) return notFound("Campaign");
    const { clientId, ...campaign } = found;
    return c.json({ campaign: { ...campaign, status: "active", client: { id: clientId } } });
  });
  return app;
}

/** An id that is the client's alone: its own, with the first digit told by the kind. */
function firstId(kind: "a" | "c", c: Context<Env>): string {
  return `${kind}${c.get("clientId").slice(1)}`;
}
