// The way to the API: proxy, address, clock, and the account that the key belongs to.

import { appointmentConfigsPath, campaignPath, campaignsPath, transferConfigPath } from "../../api/endpoints";
import { CareCycleError, ResponseError } from "../../api/errors";
import { uuidPattern } from "../../model/fieldTable";
import { isObject, type Values } from "../../model/values";
import { clientText } from "../../model/valueTexts";
import { matchesPin, type Settings } from "../../session/settings";
import { pinCommand } from "../apiAccess";
import { type Finding, ok, problem, warning } from "./finding";
import { type Observed, RawApi, type RawResponse } from "./rawApi";

/** The clock may be off by this much, in seconds: a response's Date is a whole second, and may be some time under way. */
const tolerance = 10;

/** Whom to ask about, and how. */
export interface ConnectionOptions {
  /** A config of the account. */
  readonly id?: string | undefined;
  /** The stack whose settings these are. @default the selected one */
  readonly stack?: string | undefined;
  readonly notify: (line: string) => void;
}

/** Asks the API once or up to three times, and says what the answers show. */
export async function* connection(settings: Settings, options: ConnectionOptions): AsyncGenerator<Finding> {
  const client = yield* answers(settings, options);
  if (settings.clientId !== undefined) return;
  // What a response names may be any text, and this is a command to run.
  const known = client !== undefined && uuidPattern.test(client);
  yield warning(
    "the account is not pinned: a key of another account could write",
    `Run: ${pinCommand(known ? client : "<the account's client id>", options.stack)}`,
  );
}

/** What the answers show; returns the account of the key, where one of them names it. */
async function* answers(
  settings: Settings,
  { id, notify }: ConnectionOptions,
): AsyncGenerator<Finding, string | undefined> {
  yield await proxyFinding(settings.baseUrl);
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === "0")
    yield warning(
      "NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect here: the API's certificate is verified all the same",
      "Unset it; for an authority of your own, set NODE_EXTRA_CA_CERTS.",
    );
  const api = new RawApi(settings, notify);
  const path = id === undefined ? appointmentConfigsPath : transferConfigPath(id);
  let first: RawResponse;
  try {
    first = await api.request({ method: "GET", path }, { once: true });
  } catch (error) {
    if (!(error instanceof CareCycleError)) throw error;
    yield problem(
      `${settings.baseUrl}: ${error.message}`,
      error instanceof ResponseError
        ? "Something else answers at this address."
        : "Until this is solved, nothing else of the API can be looked at.",
    );
    return undefined;
  }
  if (first.error?.status === 404 && first.error.code === undefined) {
    yield problem(
      `${settings.baseUrl} answers 404 without the API's code`,
      "Something else answers at this address: check carecycle:baseUrl.",
    );
    return undefined;
  }
  yield ok(`${settings.baseUrl} answers`);
  const [seen] = api.seen;
  if (seen) yield* clockFinding(seen);
  if (settings.apiKey === undefined) return undefined;
  const { findings, client: owner } = await account(api, first, settings, id);
  yield* findings;
  return owner;
}

async function proxyFinding(baseUrl: string): Promise<Finding> {
  const proxy = (await import("proxy-from-env")).getProxyForUrl(baseUrl);
  if (proxy === "") return ok("no proxy for this address");
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  // Its user and password are nobody's business.
  const shown = url ? `${url.protocol}//${url.host}` : "an address that is no URL";
  if (url?.protocol === "http:" || url?.protocol === "https:")
    return ok(`proxy ${shown}, by the environment`);
  return problem(
    `the environment names a proxy that cannot be used: ${shown}`,
    "Set HTTPS_PROXY to an http or https URL, or list the API's host in NO_PROXY.",
  );
}

/** How far this machine's clock is off, by the Date of a response. */
export function clockFinding({ headers, sentAt, receivedAt }: Observed): Finding[] {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date)) return [];
  // Date is cut to whole seconds: on average, half a second is missing.
  const off = Math.round((date + 500 - (sentAt + receivedAt) / 2) / 1000);
  if (Math.abs(off) <= tolerance) return [ok("the clock agrees with the API's")];
  return [
    warning(
      `the clock is ${Math.abs(off)} s ${off > 0 ? "behind" : "ahead of"} the API's`,
      "Synchronise it (NTP): times in reports, and waits that the API announces as a date, depend on it.",
    ),
  ];
}

async function account(
  api: RawApi,
  first: RawResponse,
  settings: Settings,
  id: string | undefined,
): Promise<{ findings: Finding[]; client?: string }> {
  const { status, error } = first;
  if (status === 401)
    return only(
      problem("the API refuses the key (401)", "Set a valid one; playground keys expire after 14 days."),
    );
  if (status === 404 && id !== undefined)
    return only(
      problem(
        `there is no transfer config ${id} under this key's account`,
        "Check the id, and whose key it is: under another account's key every id answers 404.",
      ),
    );
  if (error !== undefined && !(status === 403 || status === 404))
    return only(problem(`the API ${error.outcome}`, "Run this again later."));
  const findings: Finding[] = [];
  if (status === 403)
    findings.push(
      warning(
        `the key may not read ${id === undefined ? "appointment configs" : "transfer configs"} (403)`,
        id === undefined
          ? "Previews do without it; give --id a transfer config to see the account."
          : "Give the key access to transfer configs: previews need it.",
      ),
    );
  const client = clientOf(first.json) ?? (id === undefined ? await clientOfCampaigns(api) : undefined);
  if (client === undefined) {
    findings.push(
      warning("no answer showed the account of the key", "Give the id of one of its transfer configs: --id"),
    );
  } else if (matchesPin(settings, client)) {
    findings.push(ok(`the key belongs to ${clientText(client)}`));
  } else {
    findings.push(
      problem(
        `the key belongs to ${clientText(client)}, but ${settings.clientId} is pinned`,
        "Set a key of the pinned account, or correct carecycle:clientId.",
      ),
    );
  }
  return { findings, ...(client !== undefined && { client }) };
}

const only = (finding: Finding) => ({ findings: [finding] });

/** The account that a config, or the first appointment config of a list, names. */
function clientOf(json: unknown): string | undefined {
  if (!isObject(json)) return undefined;
  const { transferConfig, appointmentConfigs: list } = json;
  const named: unknown[] = [transferConfig, ...(Array.isArray(list) ? list : [])];
  return named.filter(isObject).flatMap(({ clientId }) => (isText(clientId) ? [clientId] : []))[0];
}

async function clientOfCampaigns(api: RawApi): Promise<string | undefined> {
  const get = (path: string) =>
    api.request({ method: "GET", path }).then(
      ({ json }): Values => (isObject(json) ? json : {}),
      (): Values => ({}),
    );
  const { items } = await get(campaignsPath);
  const [first]: unknown[] = Array.isArray(items) ? items : [];
  if (!isObject(first) || !isText(first.id)) return undefined;
  const { campaign } = await get(campaignPath(first.id));
  const client = isObject(campaign) ? campaign.client : undefined;
  return isObject(client) && isText(client.id) ? client.id : undefined;
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
