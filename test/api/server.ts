// A server that sends the replies that a test sets, and records what it received, down to the connection.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { CareCycleClient, type CareCycleClientOptions } from "../../provider/api/client";
import { skippingClock } from "./clock";

export const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const path = `/v2/campaigns/transfer-configs/${id}`;
export const config = { id, name: "Sales floor", type: "direct" };

/** A client of a test's server, whose waits are skipped. */
export function clientOf(
  { url }: Pick<TestServer, "url">,
  options: Partial<CareCycleClientOptions> = {},
): CareCycleClient {
  return new CareCycleClient({ apiKey: "cc_key", baseUrl: url, clock: skippingClock(), ...options });
}

export interface ReceivedRequest {
  readonly method: string;
  /** As it stood in the request line. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Number of the connection, from 1. */
  readonly connection: number;
}
/** What to send; a body that is no string goes as JSON. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}
type Responder = Reply | ((outgoing: ServerResponse, incoming: IncomingMessage) => void);

export interface TestServer {
  readonly url: string;
  readonly port: number;
  readonly received: ReceivedRequest[];
  /** Answers from now on: one after the other, the last for good. */
  answer(...answers: Responder[]): void;
}

const servers: { server: Server; sockets: Set<Socket> }[] = [];

/** For `afterEach`: ends every server of this file at once. */
export async function closeServers(): Promise<void> {
  for (const { server, sockets } of servers.splice(0)) {
    const closed = once(server, "close");
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }
}

/** Starts `server` on a free port of 127.0.0.1. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // Clients that hang up half-way are what these tests are about.
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push({ server, sockets });
  return (server.address() as AddressInfo).port;
}

/** A server that by default answers with the config. */
export async function serve(...first: Responder[]): Promise<TestServer> {
  const received: ReceivedRequest[] = [];
  const connections: Socket[] = [];
  let answers: Responder[] = first;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    if (!connections.includes(incoming.socket)) connections.push(incoming.socket);
    received.push({
      method: incoming.method ?? "",
      url: incoming.url ?? "",
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
      connection: connections.indexOf(incoming.socket) + 1,
    });
    const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? {
      body: { transferConfig: config },
    };
    if (typeof answer === "function") return answer(outgoing, incoming);
    const { status = 200, headers, body = "" } = answer;
    outgoing.writeHead(status, headers);
    outgoing.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    answer(...next) {
      answers = next;
    },
  };
}

/** A proxy that passes each CONNECT on to `port`, or answers it with `status`; `connects` are the request lines. */
export async function connectProxy(
  port: number,
  status?: number,
): Promise<{ url: string; connects: string[] }> {
  const connects: string[] = [];
  const proxy = createServer((_, outgoing) => outgoing.writeHead(500).end());
  proxy.on("connect", (incoming: IncomingMessage, client: Socket) => {
    connects.push(`${incoming.method} ${incoming.url}`);
    if (status !== undefined) {
      client.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => client.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(proxy)}`, connects };
}
