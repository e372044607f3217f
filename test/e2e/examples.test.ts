// The examples as a user runs them, in a copy: each on every engine at hand, against the emulator.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "yaml";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, startEmulator } from "../emulator";
import { readSeed } from "../emulator/seedFile";
import type { ConfigValue, Stack } from "../engine";
import { onEachEngine } from "../support/engines";
import { copyExample } from "../support/exampleCopy";
import { wire } from "../support/stackFixture";

const root = path.join(__dirname, "../..");
const seed = readSeed(path.join(root, "test/emulator/seed.json"));

interface Options {
  readonly headers: Record<string, string>;
  readonly body: object;
}

/** Bodies of the requests that wrote something. */
const bodies = (emulator: Emulator) => emulator.writes().map(({ body }) => body as Record<string, unknown>);

onEachEngine((engine) => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  async function emulate(options: Parameters<typeof startEmulator>[0]): Promise<Emulator> {
    const emulator = await startEmulator({ rate: 1000, windowSeconds: 1, ...options });
    cleanups.push(() => emulator.close());
    return emulator;
  }

  /** A stack of an example, in a copy of its folder. */
  async function open(
    name: string,
    { url }: Emulator,
    config: Record<string, ConfigValue> = {},
    stack = "dev",
  ) {
    const projectDir = await copyExample(name);
    cleanups.push(() => fs.rm(projectDir, { recursive: true, force: true }));
    const opened: Stack = await engine.createStack({
      projectDir,
      stack,
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: url },
        "carecycle:rateLimit": { value: "1000" },
        "carecycle:rateWindowSeconds": { value: "1" },
        ...config,
      },
      // The repository's type check covers the programs.
      env: {
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        CARECYCLE_API_KEY: undefined,
        CARECYCLE_CLIENT_ID: undefined,
      },
    });
    cleanups.push(() => opened.dispose());
    return opened;
  }

  test("quickstart and adopt-existing take live configs over with GETs alone", async () => {
    const emulator = await emulate({ seed });
    const quickstart = await open("quickstart", emulator, {
      "carecycle:clientId": { value: DEFAULT_CLIENT_ID },
    });
    await quickstart.up();
    expect(new Set(wire(emulator))).toEqual(new Set(["GET"]));
    emulator.clearLog();
    const desk = seed.find(({ name }) => name === "Scheduling desk");
    const { headers, body } = (desk as unknown as { dynamicOptions: Options }).dynamicOptions;
    const secret = (value: string | undefined) => ({ value: String(value), secret: true });
    const existing = await open("adopt-existing", emulator, {
      "carecycle-adopt-existing:scheduling-desk-headers-authorization": secret(headers.authorization),
      "carecycle-adopt-existing:scheduling-desk-headers-x-team": secret(headers["x-team"]),
      "carecycle-adopt-existing:scheduling-desk-body": secret(JSON.stringify(body)),
    });
    const { outputs } = await existing.up();
    expect(new Set(wire(emulator))).toEqual(new Set(["GET"]));
    expect(outputs.adopted).toEqual(["After hours", "Sales floor", "Scheduling desk"]);
  });

  test("destinations creates a config of each type, and keeps its secrets out of the state", async () => {
    const emulator = await emulate({});
    const stack = await open("destinations", emulator, {
      "carecycle-destinations:lookup-token": { value: "lookup-canary", secret: true },
      "carecycle-destinations:sip-token": { value: "sip-canary", secret: true },
    });
    const { text } = await stack.up();
    const live = bodies(emulator);
    expect(live.map(({ type }) => type).sort()).toEqual(["direct", "dynamic", "sip", "softphone"]);
    expect(live.find(({ type }) => type === "sip")).toMatchObject({ sipHeaders: "X-Token: sip-canary" });
    expect(live.find(({ type }) => type === "dynamic")?.dynamicOptions).toMatchObject({
      headers: { authorization: "Bearer lookup-canary" },
    });
    expect((await fs.readFile(stack.stateFile, "utf8")) + text).not.toContain("canary");
  });

  test("component makes two configs of each desk, under the component", async () => {
    const emulator = await emulate({});
    const stack = await open("component", emulator);
    await stack.up();
    const numbers = bodies(emulator).map((c) => `${c.name}: ${c.directPhoneNumber}`);
    expect(numbers.sort()).toEqual([
      "Sales (night): +15550199",
      "Sales: +15550100",
      "Support (night): +15550142",
      "Support: +15550142",
    ]);
    const { resources } = (await stack.exportState()).deployment;
    const own = resources.filter(({ type }) => type.endsWith(":TransferConfig"));
    expect(own.map(({ parent }) => parent?.split("::").pop()).sort()).toEqual([
      "sales",
      "sales",
      "support",
      "support",
    ]);
  });

  test("environments writes each stack's own account, and no stack with the other's key", async () => {
    const settings = async (name: string): Promise<{ config: Record<string, unknown> }> =>
      parse(await fs.readFile(path.join(root, `examples/environments/Pulumi.${name}.yaml`), "utf8"));
    const [dev, prod] = [(await settings("dev")).config, (await settings("prod")).config];
    const desksOf = (config: typeof dev) =>
      Object.values(config["carecycle-environments:desks"] as Record<string, { id: string; number: string }>);
    const accounts = {
      cc_dev: String(dev["carecycle:clientId"]),
      cc_prod: String(prod["carecycle:clientId"]),
    };
    const emulator = await emulate({
      apiKeys: accounts,
      seed: [dev, prod].flatMap((config) =>
        desksOf(config).map(({ id }) => ({ id, name: "Old", clientId: config["carecycle:clientId"] })),
      ),
    });
    const run = async (name: string, config: typeof dev, key: string) => {
      const values = Object.entries(config).map(([k, v]): [string, ConfigValue] => [
        k,
        { value: typeof v === "string" ? v : JSON.stringify(v) },
      ]);
      const all = { ...Object.fromEntries(values), "carecycle:apiKey": { value: key, secret: true } };
      return (await open("environments", emulator, all, name)).up();
    };
    const { outputs } = await run("dev", dev, "cc_dev");
    expect(outputs.accounts).toEqual([accounts.cc_dev, accounts.cc_dev]);
    const live = (config: typeof dev) =>
      desksOf(config).map(({ id }) => [emulator.get(id)?.name, emulator.get(id)?.directPhoneNumber ?? null]);
    expect(live(dev)).toEqual([
      ["Sales (dev)", "+15550911"],
      ["Support (dev)", "+15550922"],
    ]);
    emulator.clearLog();
    await expect(run("prod", prod, "cc_dev")).rejects.toThrow("there is no transfer config");
    expect(emulator.writes()).toEqual([]);
    expect(live(prod)).toEqual([
      ["Old", null],
      ["Old", null],
    ]);
  });

  test("fleet-from-a-file creates its hundred configs, with a POST each", async () => {
    const emulator = await emulate({});
    const stack = await open("fleet-from-a-file", emulator);
    const { outputs } = await stack.up();
    expect(outputs.count).toBe(100);
    expect(emulator.writes().map(({ method }) => method)).toEqual(Array(100).fill("POST"));
    expect(new Set(bodies(emulator).map(({ name }) => name)).size).toBe(100);
  });
});
