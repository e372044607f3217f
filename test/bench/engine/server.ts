// The emulator in a process of its own, so that its work isn't the bench's.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Server {
  readonly url: string;
  /** How many requests came since the last call. */
  countRequests(): Promise<number>;
  close(): Promise<void>;
}

const main = join(__dirname, "../../emulator/main.ts");

/** Starts it with a quota that nothing here can use up, and with objects that show a key its account. */
export async function startServer(rate: number): Promise<Server> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", main, "--demo", "--rate", `${rate}`, "--window", "1"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill();
    await once(child, "exit");
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /http:\/\/\S+/.exec(line)?.[0];
    if (url === undefined) break;
    const log = `${url}/_emulator/requests`;
    return {
      url,
      close,
      async countRequests() {
        const { requests } = (await (await fetch(log)).json()) as { requests: unknown[] };
        await fetch(log, { method: "DELETE" });
        return requests.length;
      },
    };
  }
  await close();
  throw new Error("the emulator didn't start");
}
