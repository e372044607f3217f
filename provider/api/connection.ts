// Observes the connection of one request: a request that never had one cannot have reached the API.
import type { Agent, ClientRequest } from "node:http";
import type { Socket } from "node:net";

/** The connection of one request, as far as it was observed. */
export interface Connection {
  /** Passes the request on to the given agent, and observes the socket that the agent assigns. */
  readonly agent: Agent;
  /**
   * "unobserved": the agent wasn't used (a custom fetch), so nothing is known. "none": there was no connection yet.
   * "established": from then on, the request may have reached the server.
   */
  readonly state: "unobserved" | "none" | "established";
}

// The method of an agent that node:http calls; its types don't declare it.
type AddRequest = (request: ClientRequest, ...options: unknown[]) => void;

/**
 * Observes the connection of one request. With `secure`, it counts as established once the TLS handshake is complete:
 * Node writes nothing of the request before that, and through a proxy the handshake follows the tunnel. A proxy that
 * refuses the tunnel says so on a plain socket; the request was not sent then either.
 */
export function observe(agent: Agent, secure: boolean): Connection {
  let state: Connection["state"] = "unobserved";
  const establish = () => {
    state = "established";
  };
  const addRequest: AddRequest = (request, ...options) => {
    state = "none";
    request.once("socket", (socket: Socket & { encrypted?: boolean }) => {
      if (request.reusedSocket) establish();
      else if (secure && socket.encrypted) socket.once("secureConnect", establish);
      else if (!secure && socket.connecting) socket.once("connect", establish);
      else if (!secure) establish();
    });
    (agent as Agent & { addRequest: AddRequest }).addRequest(request, ...options);
  };
  // Inherits from the agent, so that its pool of sockets is shared; only this method is the request's own.
  const observing = Object.create(agent, { addRequest: { value: addRequest } }) as Agent;
  return {
    agent: observing,
    get state() {
      return state;
    },
  };
}
