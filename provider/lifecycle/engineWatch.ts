// Ends the provider's process once the engine that started it is gone: nothing may be sent for a run that was killed.
//
// An engine that is killed (a cancelled CI job) tells nobody. The parent of this process is a shell that
// outlives it, so the parent's id does not change either. What ends with the engine is its end of the pipe
// behind stdin, its end of the pipes behind stdout and stderr, and the server at the address in this
// process's arguments.
import { connect, Socket } from "node:net";

/** The part of a process that is watched and ended. */
export type HostProcess = Pick<NodeJS.Process, "argv" | "stdin" | "stdout" | "stderr" | "exit">;

/** Resolves at once while the engine is there; ends the process where it is not. */
export type RequireEngine = () => Promise<void>;

const repeatMs = 250;
const dialMs = 1_000;

/**
 * Begins to watch, if `host` is the SDK's host of dynamic providers; elsewhere (a unit test, a script) nothing is
 * known of any engine, and nothing is done.
 */
export function watchEngine(host: HostProcess): RequireEngine {
  const [, script = "", address = ""] = host.argv;
  if (!/[\\/]cmd[\\/]dynamic-provider([\\/.]|$)/.test(script)) return async () => undefined;

  const requireEngine = async () => {
    if (await isGone(address)) host.exit(1);
  };
  // A broken pipe. Unheard, the error reaches the host's handler of uncaught errors, which prints it to the
  // same broken stderr, and so on for ever.
  for (const stream of [host.stdout, host.stderr]) stream.on("error", () => host.exit(1));
  onEnd(host, () => {
    // The pipe may end a moment before the server does, and an engine that only closed the pipe is still there.
    void requireEngine();
    setInterval(requireEngine, repeatMs).unref();
  });
  return requireEngine;
}

/** Waits for the end of stdin where that is a pipe. A file, a terminal and /dev/null end, or not, for other reasons. */
function onEnd({ stdin }: HostProcess, ended: () => void): void {
  if (stdin.isTTY || !(stdin instanceof Socket)) return;
  stdin.once("close", ended).on("error", () => undefined);
  stdin.resume();
  // Listening keeps no process alive that has nothing else to do.
  stdin.unref();
}

/** Whether nobody listens at the address any more. What proves neither, such as a dial that hangs, counts as "there". */
function isGone(address: string): Promise<boolean> {
  const [, name = "", port = ""] = /^(.+):(\d+)$/.exec(address) ?? [];
  if (name === "") return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host: name.replace(/^\[|\]$/g, ""), port: Number(port), timeout: dialMs });
    const done = (gone: boolean) => {
      socket.destroy();
      resolve(gone);
    };
    socket.once("connect", () => done(false));
    socket.once("timeout", () => done(false));
    socket.once("error", (error: NodeJS.ErrnoException) => done(error.code === "ECONNREFUSED"));
  });
}
