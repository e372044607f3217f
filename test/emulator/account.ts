// The endpoints around transfer configs: campaigns, their block snippets, and appointment configs. They show what points to
// a config, and whose key it is.
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Env } from "./context";
import type { Campaign, Settings } from "./options";
import { failure, notFound } from "./responses";

const PAGE_SIZE = 50;
const LARGEST_PAGE = 100;

export function account(settings: Settings): Hono<Env> {
  const app = new Hono<Env>();
  const own = <T extends { clientId?: string }>(c: Context<Env>, list: readonly T[] | "one", one: T): T[] => {
    const all = list === "one" ? [one] : list;
    const first = Object.values(settings.apiKeys)[0];
    return all.filter(({ clientId = first }) => clientId === c.get("clientId"));
  };
  const campaigns = (c: Context<Env>): Campaign[] =>
    own(c, settings.campaigns, { id: firstId("c", c), clientId: c.get("clientId"), name: "Spring" });
  const found = (c: Context<Env>): Campaign | undefined =>
    campaigns(c).find(({ id }) => id === c.req.param("campaignId"));
  const shown = ({ clientId: _, ...campaign }: Campaign, links: boolean): object => {
    const defaults = { status: "active", description: null, transferConfigId: null };
    const { transferConfigId, transferConfigIds, ...rest } = { ...defaults, ...campaign } as Campaign;
    return links ? { ...rest, transferConfigId, transferConfigIds } : rest;
  };

  const offered: MiddlewareHandler<Env> = async (c, next) => {
    if (settings.accountEndpoints === "ok") return next();
    return settings.accountEndpoints === 403
      ? failure(403, "API key lacks required permissions", "FORBIDDEN")
      : notFound(`Route ${c.req.method} ${c.req.path}`);
  };
  app.get("/appointment-configs", offered, (c) => {
    const clientId = c.get("clientId");
    const list = own(c, settings.appointmentConfigs, { id: firstId("a", c), clientId, name: "Consultation" });
    const common = { clientId, transferConfigId: null, routingConfigId: null };
    return c.json({ appointmentConfigs: list.map((config) => ({ ...common, ...config })) });
  });
  app.get("/", offered, (c) => {
    const all = campaigns(c);
    // The names of the query parameters are not documented; these are assumed.
    const asked = wholeNumber(c.req.query("page"), 1, Number.POSITIVE_INFINITY);
    const size = wholeNumber(c.req.query("pageSize"), PAGE_SIZE, LARGEST_PAGE);
    const page = settings.campaignPaging === "page" ? asked : 1;
    const items = all.slice((page - 1) * size, page * size);
    return c.json({
      itemsTotal: all.length,
      currentPage: settings.campaignPaging === "echoed" ? asked : page,
      nextPage: page * size < all.length ? page + 1 : null,
      prevPage: page > 1 ? page - 1 : null,
      items: items.map((campaign) => shown(campaign, settings.campaignLinks === "everywhere")),
    });
  });
  // The list of transfer configs is not documented, hence no campaign of that id.
  const campaignPath = "/:campaignId{[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}}";
  app.get(campaignPath, offered, (c) => {
    const campaign = found(c);
    if (campaign === undefined) return notFound("Campaign");
    const client = { id: c.get("clientId") };
    return c.json({ campaign: { client, ...shown(campaign, settings.campaignLinks !== "nowhere") } });
  });
  app.get(`${campaignPath}/block-snippets`, offered, (c) => {
    const campaign = found(c);
    if (campaign === undefined) return notFound("Campaign");
    return c.json({
      assignments: settings.assignments.filter(({ campaignId }) => campaignId === campaign.id),
    });
  });
  return app;
}

/** An id that is the client's alone: its own, with the first digit told by the kind. */
function firstId(kind: "a" | "c", c: Context<Env>): string {
  return `${kind}${c.get("clientId").slice(1)}`;
}

function wholeNumber(text: string | undefined, fallback: number, most: number): number {
  return Math.min(most, Math.max(1, Number(text) || fallback));
}
