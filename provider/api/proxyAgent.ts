// Connections: kept alive, through the proxy that the environment names, with TLS verified.
import * as http from "node:http";
import * as https from "node:https";
import { HttpProxyAgent } from "http-proxy-agent";
import { HttpsProxyAgent } from "https-proxy-agent";
import { isLoopback } from "./clientOptions";
import { ConfigurationError } from "./errors";

const agents = new Map<string, http.Agent>();

// Explicit, because NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
const verified = { rejectUnauthorized: true };

/**
 * The agent for a request: direct, or through HTTPS_PROXY / HTTP_PROXY (upper or lower case) unless
 * NO_PROXY names the host. A POST gets a new connection: on a kept-alive one that the server is just closing,
 * a POST that was lost could not be told from one that was carried out.
 * @throws ConfigurationError for a proxy that is neither http nor https.
 */
export async function agentFor(baseUrl: string, method: string): Promise<http.Agent> {
  // An ES module, imported with the first request, as node-fetch is.
  const proxy = (await import("proxy-from-env")).getProxyForUrl(baseUrl);
  const keepAlive = method !== "POST";
  const key = `${baseUrl} ${proxy} ${keepAlive}`;
  const agent = agents.get(key) ?? createAgent(baseUrl, proxy, keepAlive);
  agents.set(key, agent);
  return agent;
}

function createAgent(baseUrl: string, proxy: string, keepAlive: boolean): http.Agent {
  const secure = baseUrl.startsWith("https:");
  if (proxy === "")
    return secure ? new https.Agent({ keepAlive, ...verified }) : new http.Agent({ keepAlive });
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new ConfigurationError(
      `${secure ? "HTTPS_PROXY" : "HTTP_PROXY"} or ALL_PROXY`,
      "must be an http or https URL (other kinds of proxy are not supported)",
    );
  }
  if (secure) {
    const agent = new HttpsProxyAgent(url, { keepAlive, ...verified });
    // The constructor applies its options to the connection to the proxy; these are for the one to the API.
    Object.assign(agent.options, verified);
    return agent;
  }
  // Plain http is for this machine only: a remote proxy would read the key, and connect to its own loopback.
  return isLoopback(url.hostname) ? new HttpProxyAgent(url, { keepAlive }) : new http.Agent({ keepAlive });
}
