// Tells of one request whether any of it can have left: what never had a connection was not sent.
import type { Agent, ClientRequest } from "node:http";
import type { Socket } from "node:net";

/** One request's way to its server, as far as it was observed. */
export interface Connection {
  /** Hands the request to the agent that it was made for, and observes the socket that it gets. */
  readonly agent: Agent;
  /**
   * "unseen": the agent was not used (a stand-in for the network), so nothing is known. "none": there was no
   * connection yet. "made": from then on the request may be on its way.
   */
  readonly state: "unseen" | "none" | "made";
}

// What node:http calls of an agent; its types do not declare it.
type AddRequest = (request: ClientRequest, ...options: unknown[]) => void;

/**
 * Observes the connection of one request. With `secure`, it counts as made once TLS is established: Node
 * writes nothing of the request before, and through a proxy that comes after the tunnel. What a proxy says
 * instead of making a tunnel arrives on a plain socket, and nothing was sent then either.
 */
export function observe(agent: Agent, secure: boolean): Connection {
  let state: Connection["state"] = "unseen";
  const made = () => {
    state = "made";
  };
  const addRequest: AddRequest = (request, ...options) => {
    state = "none";
    request.once("socket", (socket: Socket & { encrypted?: boolean }) => {
      if (request.reusedSocket) made();
      else if (secure && socket.encrypted) socket.once("secureConnect", made);
      else if (!secure && socket.connecting) socket.once("connect", made);
      else if (!secure) made();
    });
    (agent as Agent & { addRequest: AddRequest }).addRequest(request, ...options);
  };
  // The pool of sockets stays the agent's own; only this method is this request's.
  const observing = Object.create(agent, { addRequest: { value: addRequest } }) as Agent;
  return {
    agent: observing,
    get state() {
      return state;
    },
  };
}
