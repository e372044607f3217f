// A process of its own that creates one config: for what Node does once in a process.
import { register } from "node:module";
import { CareCycleClient } from "../../provider/api/client";
import { skippingClock } from "./clock";

const [baseUrl = "", timeout] = process.argv.slice(2);

// SLOW: so many ms pass before node-fetch is loaded.
if (process.env.SLOW) {
  const hook = `export async function load(url, context, next) {
    if (url.includes("/node-fetch/src/index.js")) await new Promise((wake) => setTimeout(wake, ${process.env.SLOW}));
    return next(url, context);
  }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}

async function main(): Promise<void> {
  const client = new CareCycleClient({
    apiKey: "cc_key",
    baseUrl,
    timeoutSeconds: Number(timeout),
    clock: skippingClock(),
  });
  const told = await client.createTransferConfig({ name: "x" }).then(
    ({ id }) => ({ id }),
    ({ name }: Error) => ({ name }),
  );
  process.stdout.write(JSON.stringify(told));
}

void main();
