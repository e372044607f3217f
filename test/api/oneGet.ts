// A process of its own that reads one config: for what Node takes from the environment at its start.
import { CareCycleClient } from "../../provider/api/client";
import { id } from "./server";

async function main(): Promise<void> {
  const client = new CareCycleClient({ apiKey: "cc_key", baseUrl: process.argv[2] ?? "" });
  const told = await client.getTransferConfig(id).then(
    ({ name }) => ({ name }),
    ({ message }: Error) => ({ message }),
  );
  process.stdout.write(JSON.stringify(told));
}

void main();
