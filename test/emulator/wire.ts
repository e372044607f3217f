// Responses that HTTP libraries cannot send: connections reset, cut, or held back half-way.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Cuts the connection with a TCP reset; the client sees ECONNRESET. */
export function reset(incoming: IncomingMessage): void {
  incoming.socket.resetAndDestroy();
}

/** Waits, but not for a client that has hung up: its timer would keep the process from ending. */
export async function pause(ms: number, socket: Socket): Promise<void> {
  const gone = new AbortController();
  const hangUp = (): void => gone.abort();
  socket.once("close", hangUp);
  // Nothing but the abort rejects, and the caller looks at the socket.
  await sleep(ms, undefined, { signal: gone.signal }).catch(() => undefined);
  socket.off("close", hangUp);
}

/** Sends the headers with the full length and half of the body, then cuts the connection. */
export async function sendCut(outgoing: ServerResponse, response: Response): Promise<void> {
  const body = await sendHead(outgoing, response);
  outgoing.write(body.subarray(0, body.length >> 1), () => outgoing.socket?.destroy());
}

/** Sends headers and half of the body at once and the rest after `ms`; tells whether the client stayed. */
export async function sendInHalves(
  outgoing: ServerResponse,
  response: Response,
  ms: number,
): Promise<boolean> {
  const { socket } = outgoing;
  const body = await sendHead(outgoing, response);
  const half = body.length >> 1;
  outgoing.write(body.subarray(0, half));
  if (socket === null) return false;
  await pause(ms, socket);
  if (socket.destroyed) return false;
  outgoing.end(body.subarray(half));
  return true;
}

async function sendHead(outgoing: ServerResponse, response: Response): Promise<Buffer> {
  const body = Buffer.from(await response.arrayBuffer());
  outgoing.writeHead(response.status, {
    ...Object.fromEntries(response.headers),
    "content-length": body.length,
  });
  outgoing.flushHeaders();
  return body;
}
