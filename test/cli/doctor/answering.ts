// A server whose answers a test chooses, for what no emulator of the API would answer.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Status, body (a text, or JSON) and headers of an answer. */
export type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>];

/** A server on this machine. */
export interface Answering {
  readonly url: string;
  /** What it answers to each request, as `GET /path`. */
  answer: (request: string) => Answer | Promise<Answer>;
  /** What it was asked. */
  readonly asked: string[];
  /** The API keys that came along. */
  readonly keys: unknown[];
  /** Bodies that came along, parsed. */
  readonly bodies: unknown[];
  close(): Promise<void>;
}

export async function startAnswering(): Promise<Answering> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const line = `${request.method} ${request.url}`;
    answering.asked.push(line);
    answering.keys.push(request.headers["x-api-key"]);
    if (text !== "") answering.bodies.push(JSON.parse(text));
    const [status, body, headers = {}] = await answering.answer(line);
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const answering: Answering = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answer: () => [404, ""],
    asked: [],
    keys: [],
    bodies: [],
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return answering;
}
