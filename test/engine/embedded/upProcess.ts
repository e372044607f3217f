// An `up` of the embedded engine in a process of its own: the other half of EmbeddedStack.startUp.
import { text } from "node:stream/consumers";
import type { StackOptions } from "../engine";
import { EmbeddedStack } from "./stack";

/** What the process is told, as JSON on stdin. */
export interface Handover {
  readonly options: StackOptions;
  readonly folder: string;
  /** The key of the state's secrets, in base64. */
  readonly key: string;
}

async function main(): Promise<void> {
  const { options, folder, key }: Handover = JSON.parse(await text(process.stdin));
  const onOutput = (line: string) => console.log(line);
  await EmbeddedStack.reopen({ ...options, onOutput }, folder, Buffer.from(key, "base64")).up();
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
