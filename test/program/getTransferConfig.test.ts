// Reading a config in the program's process: nothing is remembered from one call or one program to the next.

import { getTransferConfig, getTransferConfigOutput } from "../../provider/program/getTransferConfig";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../emulator";
import * as pulumi from "../support/sdk";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const stranger = "aaaaaaaa-9024-474d-9434-e5a44f505cc5";
const { runtime } = pulumi as unknown as {
  runtime: { setAllConfig(config: object, secrets?: string[]): void };
};
let emulator: Emulator;

const configure = (apiKey: string, baseUrl = emulator.url) =>
  runtime.setAllConfig({ "carecycle:apiKey": apiKey, "carecycle:baseUrl": baseUrl }, ["carecycle:apiKey"]);

beforeEach(async () => {
  emulator = await startEmulator({
    rate: 1000,
    seed: [{ id: ID, name: "Desk", clientId: DEFAULT_CLIENT_ID }],
    apiKeys: { [DEFAULT_KEY]: DEFAULT_CLIENT_ID, cc_stranger: stranger },
  });
});
afterEach(async () => {
  runtime.setAllConfig({}, []);
  await emulator.close();
});

test("each call asks the API, so that a value written in between is the one that is read", async () => {
  configure(DEFAULT_KEY);
  expect((await getTransferConfig({ id: ID })).name).toBe("Desk");
  emulator.set(ID, { name: "Written" });
  expect((await getTransferConfig({ id: ID })).name).toBe("Written");
  expect(emulator.requests).toHaveLength(2);
});

test("an output of the id reads the config that it names", async () => {
  configure(DEFAULT_KEY);
  const read = getTransferConfigOutput({ id: pulumi.output(ID) });
  const config = await new Promise<object>((resolve) => read.apply(resolve));
  expect(config).toMatchObject({ id: ID, name: "Desk", clientId: DEFAULT_CLIENT_ID });
});

test("a key in plain text is refused before anything is sent", async () => {
  runtime.setAllConfig({ "carecycle:apiKey": DEFAULT_KEY, "carecycle:baseUrl": emulator.url }, []);
  await expect(getTransferConfig({ id: ID })).rejects.toThrow(/in the stack config as plain text/);
  expect(emulator.requests).toEqual([]);
});

test("fields, account and times are read, credentials as secrets, and nothing that is no field", async () => {
  emulator.set(ID, { sipHeaders: "X: 1", unheardOf: 1 });
  configure(DEFAULT_KEY);
  const { sipHeaders, ...config } = await getTransferConfig({ id: ID });
  expect(await pulumi.isSecret(sipHeaders as pulumi.Output<string>)).toBe(true);
  expect(config).toMatchObject({ id: ID, clientId: DEFAULT_CLIENT_ID, updatedAt: expect.any(String) });
  expect(config).not.toHaveProperty("unheardOf");
});

test("another program's key in the same process gets no answer of this one's account", async () => {
  configure(DEFAULT_KEY);
  await getTransferConfig({ id: ID });
  configure("cc_stranger");
  await expect(getTransferConfig({ id: ID })).rejects.toThrow(/404 NOT_FOUND/);
  expect(emulator.requests.map((r) => r.clientId)).toEqual([DEFAULT_CLIENT_ID, stranger]);
});

test("without a key, nothing that another program read is answered", async () => {
  configure(DEFAULT_KEY);
  await getTransferConfig({ id: ID });
  runtime.setAllConfig({ "carecycle:baseUrl": emulator.url }, []);
  await expect(getTransferConfig({ id: ID })).rejects.toThrow(/no API key is set/);
});

test("a program that waits keeps its own key and address, whatever another one sets meanwhile", async () => {
  const elsewhere = await startEmulator({
    seed: [{ id: ID, name: "Elsewhere", clientId: stranger }],
    apiKeys: { cc_stranger: stranger },
  });
  try {
    // Held back, so that the second program begins while the first one waits; the lost answer makes it ask again.
    emulator.faults.add({ method: "GET", fault: { kind: "delay", ms: 50, part: "headers" } });
    emulator.faults.add({ method: "GET", fault: { kind: "reset-after-commit" } });
    configure(DEFAULT_KEY);
    const first = getTransferConfig({ id: ID });
    configure("cc_stranger", elsewhere.url);
    const second = getTransferConfig({ id: ID });
    expect([(await first).name, (await second).name]).toEqual(["Desk", "Elsewhere"]);
    expect(new Set(emulator.requests.map((r) => r.clientId))).toEqual(new Set([DEFAULT_CLIENT_ID]));
    expect(new Set(elsewhere.requests.map((r) => r.clientId))).toEqual(new Set([stranger]));
  } finally {
    await elsewhere.close();
  }
});
