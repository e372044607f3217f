// The emulated API without faults: keys, routes, validation, PATCH and POST, quota, log and control routes.
import { optionsOf } from "./arguments";
import { type Call, COLLECTION, call, SALES } from "./call";
import { DEFAULT_CLIENT_ID, type Emulator, type EmulatorOptions, startEmulator } from "./index";
import { readSeed } from "./seedFile";

const DESK = "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";
const NOBODY = "11111111-1111-4111-8111-111111111111";
const seed = readSeed(`${__dirname}/seed.json`);
let emulator: Emulator;

async function start(options: EmulatorOptions = {}): Promise<void> {
  await emulator?.close();
  emulator = await startEmulator({ seed, ...options });
}
const ask = (method: string, path: string, options?: Call) => call(emulator.url, method, path, options);
const patch = (id: string, body: unknown) => ask("PATCH", `${COLLECTION}/${id}`, { body });
const post = (body: unknown) => ask("POST", COLLECTION, { body });
const get = (id: string, options?: Call) => ask("GET", `${COLLECTION}/${id}`, options);

beforeEach(() => start());
afterAll(() => emulator.close());

describe("keys and routes", () => {
  test("a missing or unknown key is 401", async () => {
    for (const key of [null, "cc_other", "toString"]) {
      const answer = await get(SALES, { key });
      expect([answer.status, answer.json.code]).toEqual([401, "UNAUTHORIZED"]);
    }
  });

  test("somebody else's config and an unknown id are 404, a malformed id is a validation error", async () => {
    emulator.configure({ apiKeys: { cc_test_key: DEFAULT_CLIENT_ID, cc_b: NOBODY } });
    expect((await get(SALES, { key: "cc_b" })).json).toMatchObject({ code: "NOT_FOUND" });
    expect((await get(NOBODY)).status).toBe(404);
    const answer = await get("sales");
    expect(answer.status).toBe(400);
    expect(answer.json.errors).toEqual([
      { path: ["id"], message: "Invalid UUID", expected: "uuid", received: "string", code: "invalid_format" },
    ]);
  });

  test("the list and unknown routes are 404", async () => {
    for (const path of [COLLECTION, "/v2/other", "/"]) {
      const answer = await ask("GET", path);
      expect([answer.status, answer.json.code]).toEqual([404, "NOT_FOUND"]);
    }
  });

  test("GET adds routingConfig, an object or null", async () => {
    const sales = await get(SALES);
    expect(sales.transferConfig).toMatchObject({
      name: "Sales floor",
      routingConfig: { id: expect.any(String) },
    });
    expect((await get(DESK)).transferConfig.routingConfig).toBeNull();
    expect((await patch(SALES, {})).transferConfig).not.toHaveProperty("routingConfig");
  });

  test("DELETE is 404 unless allowed, then answers the deleted config", async () => {
    expect((await ask("DELETE", `${COLLECTION}/${SALES}`)).json.code).toBe("NOT_FOUND");
    emulator.configure({ allowDelete: true });
    expect((await ask("DELETE", `${COLLECTION}/${SALES}`)).transferConfig.id).toBe(SALES);
    expect(emulator.get(SALES)).toBeUndefined();
  });
});

describe("PATCH", () => {
  test("changes what the body names, clears with null and moves updatedAt on", async () => {
    const before = emulator.get(SALES);
    const answer = await patch(SALES, { name: "Sales", directPhoneNumber: null });
    expect(answer.status).toBe(200);
    const { updatedAt, ...rest } = answer.transferConfig;
    expect({ ...rest, updatedAt: before?.updatedAt }).toEqual({
      ...before,
      name: "Sales",
      directPhoneNumber: null,
    });
    expect(Date.parse(updatedAt ?? "")).toBeGreaterThan(Date.parse(before?.updatedAt ?? ""));
    expect(emulator.get(SALES)).toEqual(answer.transferConfig);
  });

  test("read-only fields of a body are not taken", async () => {
    await patch(SALES, { id: NOBODY, clientId: NOBODY, createdAt: "x", routingConfig: {} });
    expect(emulator.get(SALES)).toMatchObject({ id: SALES, clientId: DEFAULT_CLIENT_ID });
    expect(emulator.get(SALES)).not.toHaveProperty("routingConfig");
  });

  test("dynamicOptions is replaced, or merged as RFC 7386 does", async () => {
    await patch(DESK, { dynamicOptions: { timeout: 1 } });
    expect(emulator.get(DESK)?.dynamicOptions).toEqual({ timeout: 1 });
    await start({ dynamicOptions: "merge" });
    await patch(DESK, { dynamicOptions: { timeout: 1, pingUrl: null, headers: { "x-team": null, a: "b" } } });
    const options = emulator.get(DESK)?.dynamicOptions;
    expect(options).toMatchObject({ timeout: 1, method: "GET", transferNumber: "+15550177" });
    expect(options).toMatchObject({ headers: { authorization: expect.any(String), a: "b" } });
    expect(options).not.toHaveProperty("pingUrl");
    expect(options).not.toHaveProperty("headers.x-team");
    await patch(DESK, { dynamicOptions: null });
    expect(emulator.get(DESK)?.dynamicOptions).toBeNull();
  });

  test("the server fills defaults into dynamicOptions when told to", async () => {
    await start({ serverDefaults: true });
    const answer = await patch(SALES, { dynamicOptions: { timeout: 7 } });
    expect(answer.transferConfig.dynamicOptions).toEqual({ method: "GET", timeout: 7 });
  });

  test("empty objects and lists are kept, dropped or null, at any depth", async () => {
    const body = {
      transferWaitingMessages: [],
      dynamicOptions: { headers: {}, body: { a: { b: [] }, c: [{}] } },
    };
    expect((await patch(SALES, body)).transferConfig).toMatchObject(body);
    emulator.configure({ emptyContainers: "drop" });
    const dropped = (await patch(SALES, body)).transferConfig;
    expect(dropped).not.toHaveProperty("transferWaitingMessages");
    expect(dropped?.dynamicOptions).toEqual({ body: { c: [{}] } });
    emulator.configure({ emptyContainers: "null" });
    expect((await patch(SALES, body)).transferConfig).toMatchObject({
      transferWaitingMessages: null,
      dynamicOptions: { headers: null, body: { a: { b: null }, c: [null] } },
    });
  });

  test("unknown fields are kept, dropped or rejected, inside dynamicOptions too", async () => {
    const body = { callForm: "x", dynamicOptions: { retries: 3 } };
    expect((await patch(SALES, body)).transferConfig).toMatchObject(body);
    await start({ unknownFields: "drop" });
    const dropped = (await patch(SALES, body)).transferConfig;
    expect([dropped.callForm, dropped.dynamicOptions]).toEqual([undefined, {}]);
    emulator.configure({ unknownFields: "reject" });
    const paths = (await patch(SALES, body)).json.errors.map((error: { path: string[] }) => error.path);
    expect(paths).toEqual(expect.arrayContaining([["callForm"], ["dynamicOptions", "retries"]]));
  });

  test("concurrent changes of different fields are all kept", async () => {
    await Promise.all([
      patch(SALES, { name: "A" }),
      patch(SALES, { sipUri: "sip:a" }),
      patch(SALES, { type: "sip" }),
    ]);
    expect(emulator.get(SALES)).toMatchObject({ name: "A", sipUri: "sip:a", type: "sip" });
  });
});

describe("validation", () => {
  test("all violations come at once, and nothing is stored", async () => {
    const before = emulator.get(SALES);
    const answer = await patch(SALES, {
      name: "",
      type: "fax",
      warmTransfer: null,
      directPhoneNumber: "1".repeat(21),
      routingConfigId: "x",
      dynamicOptions: { timeout: "1", headers: { a: 1 }, successConditions: [{ field: 1 }] },
      transferWaitingMessages: ["a", 2],
      softphoneHandoffStrategy: null,
    });
    expect([answer.status, answer.json.code]).toEqual([400, "VALIDATION_ERROR"]);
    const byPath = Object.fromEntries(
      answer.json.errors.map(({ path, message, ...rest }: { path: string[]; message: string }) => {
        expect(typeof message).toBe("string");
        return [path.join("."), rest];
      }),
    );
    expect(byPath).toEqual({
      name: { expected: "length >= 1", received: "length 0", code: "too_small" },
      type: { expected: "direct | dynamic | sip | softphone", received: "fax", code: "invalid_value" },
      warmTransfer: { expected: "boolean", received: "null", code: "invalid_type" },
      directPhoneNumber: { expected: "length <= 20", received: "length 21", code: "too_big" },
      routingConfigId: { expected: "uuid", received: "string", code: "invalid_format" },
      "dynamicOptions.timeout": { expected: "number", received: "string", code: "invalid_type" },
      "dynamicOptions.headers.a": { expected: "string", received: "number", code: "invalid_type" },
      "dynamicOptions.successConditions.0.field": {
        expected: "string",
        received: "number",
        code: "invalid_type",
      },
      "transferWaitingMessages.1": { expected: "string", received: "number", code: "invalid_type" },
      softphoneHandoffStrategy: expect.objectContaining({ received: "null", code: "invalid_value" }),
    });
    expect(emulator.get(SALES)).toEqual(before);
  });

  test("every nullable field takes null, no other does", async () => {
    const nullable =
      "routingConfigId directPhoneNumber dynamicOptions sipUri sipHeaders warmSummaryPrompt warmMode softphoneFallbackType softphoneFallbackPhoneNumber transferWaitingMessages appointmentConfigId";
    const nulls = Object.fromEntries(nullable.split(" ").map((field) => [field, null]));
    expect((await patch(SALES, nulls)).transferConfig).toMatchObject(nulls);
    const others = ["name", "type", "warmTransfer", "appointmentBookingEnabled", "softphoneHandoffStrategy"];
    const answer = await patch(SALES, Object.fromEntries(others.map((field) => [field, null])));
    expect(answer.json.errors.map((error: { path: string[] }) => error.path[0])).toEqual(others);
  });

  test("appointment_booking needs an appointmentConfigId, where newer fields are known", async () => {
    const body = { softphoneFallbackType: "appointment_booking" };
    expect((await patch(SALES, body)).json.errors[0]).toMatchObject({ path: ["appointmentConfigId"] });
    expect((await patch(SALES, { ...body, appointmentConfigId: NOBODY })).status).toBe(200);
    expect((await patch(SALES, { appointmentConfigId: null })).status).toBe(400);
    await start({ newerFields: false });
    expect((await patch(SALES, body)).status).toBe(200);
  });

  test("a body that is not a JSON object sent as JSON is refused, with 422 when told to", async () => {
    await start({ validationStatus: 422 });
    const path = `${COLLECTION}/${SALES}`;
    for (const sent of [{ raw: "{" }, { raw: "" }, { raw: "[]" }, { body: {}, contentType: "text/plain" }]) {
      const answer = await ask("PATCH", path, sent);
      expect([answer.status, answer.json.code]).toEqual([422, "VALIDATION_ERROR"]);
    }
  });
});

describe("POST", () => {
  test("needs a name and fills in the rest", async () => {
    expect((await post({})).json.errors[0]).toMatchObject({ path: ["name"], received: "undefined" });
    const answer = await post({ name: "New" });
    expect(answer.status).toBe(201);
    expect(answer.transferConfig).toMatchObject({
      type: "direct",
      warmTransfer: false,
      sipUri: null,
      name: "New",
    });
    expect(answer.transferConfig).toMatchObject({
      clientId: DEFAULT_CLIENT_ID,
      appointmentBookingEnabled: false,
    });
    expect((await get(answer.transferConfig.id)).transferConfig).toMatchObject(answer.transferConfig);
    emulator.configure({ createStatus: 200 });
    expect((await post({ name: "Other" })).status).toBe(200);
  });
});

test("--demo starts with the quickstart's configs and what uses them, and excludes --seed", () => {
  const options = optionsOf(["--demo"]);
  expect(options).toMatchObject({ seed: expect.any(Array), campaigns: expect.any(Array) });
  expect(options === "help" ? [] : options.seed).toHaveLength(3);
  expect(() => optionsOf(["--demo", "--seed", "x.json"])).toThrow("exclude each other");
});
