// The client's requests and the emulator's responses, as they go over the wire, are those that docs/openapi.yaml describes.
import * as fs from "node:fs";
import fc from "fast-check";
import { campaignStatuses } from "../../provider/api/campaigns";
import { CareCycleClient, type TransferConfigBody } from "../../provider/api/client";
import type { Fetch } from "../../provider/api/http";
import { uuidPattern } from "../../provider/model/fieldTable";
import { DEFAULT_KEY, type Emulator, type EmulatorOptions, startEmulator } from "../emulator";
import { declarations } from "../support/arbitraries";
import { type Exchange, operationOf, wrongRequest, wrongResponse } from "./description";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const GONE = "11111111-1111-4111-8111-111111111111";
const FULL: TransferConfigBody & { name: string; dynamicOptions: object } = {
  name: "Full",
  routingConfigId: "b6e138dd-eba1-4cd6-85c1-31882f4d70e7",
  type: "dynamic",
  warmTransfer: true,
  directPhoneNumber: "+15550100",
  dynamicOptions: {
    pingUrl: "https://agents.example.com",
    method: "GET",
    timeout: 0.5,
    headers: { a: "b" },
    body: { list: [1, null, { x: true }] },
    transferNumberField: "number",
    transferNumber: "+15550101",
    successConditions: [{ field: "f", operator: "equals", value: "v" }, {}],
  },
  sipUri: "sip:a@example.com",
  sipHeaders: "X: y",
  warmSummaryPrompt: "Say",
  warmMode: "wait-for-operator",
  softphoneFallbackType: "appointment_booking",
  softphoneFallbackPhoneNumber: "+15550102",
  appointmentBookingEnabled: true,
  transferWaitingMessages: ["a", "b"],
  appointmentConfigId: "3b241101-e2bb-4255-8caf-4136c566a962",
  softphoneHandoffStrategy: "immediate-transfer",
  callForm: { later: ["field"] },
};
const CLEARED = Object.fromEntries(
  Object.keys(FULL)
    .filter(
      (name) =>
        !/^(name|type|warmTransfer|appointmentBookingEnabled|softphoneHandoffStrategy|callForm)$/.test(name),
    )
    .map((name) => [name, null]),
);

let emulator: Emulator | undefined;
let exchanges: Exchange[];
beforeEach(() => {
  exchanges = [];
});
afterEach(() => emulator?.close());

/** Sends a request over a socket, and keeps it with its response. */
const tapped: Fetch = async (url, { method, headers, body }) => {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const { pathname, search } = new URL(url);
  exchanges.push({
    method,
    path: `${pathname}${search}`,
    requestHeaders: headers,
    requestBody: body,
    status: response.status,
    responseType: response.headers.get("content-type") ?? "",
    responseBody: text,
  });
  return { ok: response.ok, status: response.status, headers: response.headers, text: async () => text };
};

async function start(options: Partial<EmulatorOptions> = {}, apiKey = DEFAULT_KEY): Promise<CareCycleClient> {
  await emulator?.close();
  emulator = await startEmulator({
    rate: 1000,
    windowSeconds: 1,
    seed: [{ id: ID, name: "Seed" }],
    ...options,
  });
  return new CareCycleClient({
    apiKey,
    baseUrl: emulator.url,
    rateLimit: 1000,
    rateWindowSeconds: 1,
    fetch: tapped,
  });
}

/** What is wrong with the exchanges so far, by operation and status. */
function wrong(): string[] {
  return exchanges.flatMap((exchange) =>
    [...wrongRequest(exchange), ...wrongResponse(exchange)].map(
      (text) => `${operationOf(exchange)} ${exchange.status}: ${text}`,
    ),
  );
}

const seen = () => [...new Set(exchanges.map((exchange) => `${operationOf(exchange)} ${exchange.status}`))];
const failed = (promise: Promise<unknown>) => expect(promise).rejects.toThrow();

test("every endpoint of the client, where all goes well", async () => {
  for (const options of [
    {},
    { createStatus: 200, dynamicOptions: "merge", serverDefaults: true, allowDelete: true },
  ] as const) {
    const client = await start(options);
    const { id } = await client.createTransferConfig({ name: "Minimal" });
    await client.createTransferConfig(FULL);
    await client.updateTransferConfig(ID, FULL);
    await client.getTransferConfig(ID);
    await client.updateTransferConfig(ID, {});
    await client.modifyTransferConfig(ID, () => CLEARED);
    await client.getTransferConfig(ID);
    if ("allowDelete" in options) await client.deleteTransferConfig(id);
    await client.listAppointmentConfigs();
    const { items } = await client.listCampaigns();
    await client.getCampaign(String(items[0]?.id));
  }
  expect(wrong()).toEqual([]);
  expect(seen().sort()).toEqual([
    "createTransferConfig 200",
    "createTransferConfig 201",
    "deleteTransferConfig 200",
    "getCampaign 200",
    "getTransferConfig 200",
    "listAppointmentConfigs 200",
    "listCampaigns 200",
    "updateTransferConfig 200",
  ]);
});

test("what points to configs: pages of campaigns, whatever the server makes of the page, block snippets, appointment configs", async () => {
  const number = (i: number) => String(i).padStart(12, "0");
  const campaigns = Array.from({ length: 120 }, (_, i) => ({
    id: `aaaaaaaa-0000-4000-8000-${number(i)}`,
    name: `Campaign ${i}`,
    status: campaignStatuses[i % campaignStatuses.length],
    ...(i % 3 === 0 && { transferConfigId: ID }),
    ...(i % 3 === 1 && { transferConfigIds: [ID, GONE] }),
  }));
  const campaignId = campaigns[7]?.id ?? "";
  const none = { transferConfigId: null, afterHoursTransferConfigId: null };
  const assignments = [
    {
      id: "s1",
      campaignId,
      blockId: "b1",
      snippetId: "n1",
      ...none,
      transferConfigId: ID,
      scope: "business_hours",
    },
    {
      id: "s2",
      campaignId,
      blockId: null,
      snippetId: null,
      ...none,
      enabled: true,
      priority: 1,
      isDefault: false,
    },
    { campaignId, block: { name: "B", tag: "t", kind: "k", enabled: true }, snippet: { name: "S" } },
  ];
  const appointmentConfigs = [{ id: GONE, name: "Visit", transferConfigId: ID }, { id: ID }];
  for (const campaignPaging of ["page", "ignored", "echoed"] as const) {
    for (const campaignLinks of ["everywhere", "campaign", "nowhere"] as const) {
      const client = await start({
        campaigns,
        assignments,
        appointmentConfigs,
        campaignPaging,
        campaignLinks,
      });
      await client.listCampaigns();
      await client.listCampaigns({ page: 2, pageSize: 100, status: "active" });
      await client.listCampaigns({ page: 9 });
      await client.getCampaign(campaignId);
      await client.getBlockSnippetAssignments(campaignId);
      await failed(client.getBlockSnippetAssignments(GONE));
      await client.listAppointmentConfigs();
    }
  }
  expect(wrong()).toEqual([]);
  expect(new Set(exchanges.map((exchange) => exchange.path.split("?")[1]))).toEqual(
    new Set([undefined, "page=2&pageSize=100&status=active", "page=9"]),
  );
  expect(seen().sort()).toEqual([
    "getBlockSnippetAssignments 200",
    "getBlockSnippetAssignments 404",
    "getCampaign 200",
    "listAppointmentConfigs 200",
    "listCampaigns 200",
  ]);
});

test("every method of the client is tried here", () => {
  const tried = fs.readFileSync(__filename, "utf8");
  const all = Object.getOwnPropertyNames(CareCycleClient.prototype).filter((name) => name !== "constructor");
  expect(all.length).toBeGreaterThan(8);
  expect(all.filter((name) => !tried.includes(`client.${name}(`))).toEqual([]);
});

test("every error of the API", async () => {
  for (const validationStatus of [400, 422] as const) {
    const client = await start({ validationStatus });
    const before = exchanges.length;
    // The client's types forbid it, and its user may do it all the same.
    const body = { name: "", warmTransfer: 1, transferWaitingMessages: [null], type: "fax" };
    await failed(client.updateTransferConfig(ID, body as never));
    await failed(client.createTransferConfig({} as never));
    // What these bodies break is told by the API, not by the description of the request alone.
    expect(exchanges.splice(before).flatMap(wrongResponse)).toEqual([]);
    await failed(client.updateTransferConfig(ID, { softphoneFallbackType: "appointment_booking" }));
    await failed(client.getTransferConfig(GONE));
    await failed(client.deleteTransferConfig(ID));
    await failed(client.getCampaign(GONE));
  }
  const stranger = await start({}, "cc_other");
  await failed(stranger.getTransferConfig(ID));
  for (const accountEndpoints of [403, 404] as const) {
    const client = await start({ accountEndpoints });
    await failed(client.listCampaigns());
    await failed(client.listAppointmentConfigs());
  }
  const client = await start();
  for (const status of [500, 502]) {
    emulator?.faults.add({ method: "POST", fault: { kind: "status", status } });
    await failed(client.createTransferConfig({ name: "N" }));
  }
  for (const rateLimitHeader of ["body", "header", "both"] as const) {
    await start({ rate: 1, windowSeconds: 60, rateLimitHeader });
    const get = () =>
      tapped(`${emulator?.url}/v2/campaigns/transfer-configs/${ID}`, {
        method: "GET",
        headers: { "x-api-key": DEFAULT_KEY },
      } as never);
    await get();
    await get();
  }
  expect(wrong()).toEqual([]);
  expect(seen()).toEqual(
    expect.arrayContaining([
      "updateTransferConfig 400",
      "updateTransferConfig 422",
      "getTransferConfig 404",
      "deleteTransferConfig 404",
      "getCampaign 404",
      "getTransferConfig 401",
      "listCampaigns 403",
      "listAppointmentConfigs 404",
      "createTransferConfig 500",
      "createTransferConfig 502",
      "getTransferConfig 429",
    ]),
  );
});

test("a body that the description allows is one that the emulator takes, and the other way round", async () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, "", 0, true, [], {}, [null], ["x"], "x".repeat(21), { a: 1 }),
    fc.jsonValue(),
  );
  const names = [...Object.keys(FULL), "unheardOf"];
  const member = fc.tuple(fc.constantFrom(...names), junk);
  const option = fc.tuple(fc.constantFrom(...Object.keys(FULL.dynamicOptions), "unheardOf"), junk);
  const bodies = fc
    .tuple(
      declarations(true),
      fc.array(member, { maxLength: 2 }),
      fc.option(fc.array(option, { maxLength: 2 })),
    )
    .map(([valid, members, options]) => ({
      ...valid,
      ...(options && { dynamicOptions: Object.fromEntries(options) }),
      ...Object.fromEntries(members),
    }));
  await start({ requireAppointment: false, rate: 1_000_000 });
  let taken = 0;
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(bodies, fc.boolean(), async (body, isNew) => {
      const path = `/v2/campaigns/transfer-configs${isNew ? "" : `/${ID}`}`;
      const method = isNew ? "POST" : "PATCH";
      const headers = { "x-api-key": DEFAULT_KEY, "content-type": "application/json" };
      const requestBody = JSON.stringify(body);
      // Characters count by code points there, by UTF-16 units here: which of the two the API counts isn't known.
      fc.pre(!/[\ud800-\udfff]/.test(requestBody));
      await tapped(`${emulator?.url}${path}`, { method, headers, body: requestBody } as never);
      const [exchange] = exchanges.splice(0);
      if (exchange === undefined) throw new Error("nothing was sent");
      expect(wrongResponse(exchange)).toEqual([]);
      const problems = wrongRequest({ method, path, requestHeaders: headers, requestBody });
      expect([exchange.status < 300, problems]).toEqual([
        problems.length === 0,
        exchange.status < 300 ? [] : problems,
      ]);
      if (exchange.status < 300) taken += 1;
      else refused += 1;
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
  expect(Math.min(taken, refused)).toBeGreaterThan(20);
});

describe("the judge", () => {
  const good: Exchange = {
    method: "PATCH",
    path: `/v2/campaigns/transfer-configs/${ID}`,
    requestHeaders: { "x-api-key": "cc_x", "Content-Type": "application/json" },
    requestBody: '{"name":"N","routingConfigId":null}',
    status: 200,
    responseType: "application/json; charset=utf-8",
    responseBody: JSON.stringify({ transferConfig: { id: ID, name: "N", updatedAt: null, more: 1 } }),
  };
  const body = (value: unknown): Partial<Exchange> => ({ requestBody: JSON.stringify(value) });
  const answer = (status: number, value: unknown): Partial<Exchange> => ({
    status,
    responseBody: JSON.stringify(value),
  });
  const error = { message: "m", code: "c" };

  test.each<[string, Partial<Exchange>]>([
    ["what is right", {}],
    ["an error", answer(404, error)],
    ["a validation error", answer(422, { ...error, code: "VALIDATION_ERROR", errors: [{ path: ["name"] }] })],
    ["a page of a gateway", { status: 502, responseType: "text/html", responseBody: "<p>" }],
    [
      "known parameters",
      {
        method: "GET",
        path: "/v2/campaigns?page=2&status=active",
        requestBody: undefined,
        ...answer(200, { items: [] }),
      },
    ],
  ])("finds nothing wrong with %s", (_, change) => {
    const exchange = { ...good, ...change };
    expect([...wrongRequest(exchange), ...wrongResponse(exchange)]).toEqual([]);
  });

  test.each<[string, Partial<Exchange>]>([
    ["an undescribed path", { path: "/v2/campaigns/transfer-configs/a/b" }],
    ["an undescribed method", { method: "GET", path: "/v2/campaigns/transfer-configs" }],
    ["an id that is no UUID", { path: "/v2/campaigns/transfer-configs/7" }],
    ["no key", { requestHeaders: { "content-type": "application/json" } }],
    ["no content type", { requestHeaders: { "x-api-key": "cc_x" } }],
    ["no body", { requestBody: undefined }],
    ["a body that isn't JSON", { requestBody: "{" }],
    ["a body that is a list", body([])],
    ["an empty name", body({ name: "" })],
    ["a null name", body({ name: null })],
    ["a long number", body({ directPhoneNumber: "1".repeat(21) })],
    ["another type", body({ type: "fax" })],
    ["a header that is a number", body({ dynamicOptions: { headers: { a: 1 } } })],
    ["a condition's value that is a number", body({ dynamicOptions: { successConditions: [{ value: 1 }] } })],
    ["a body where none belongs", { method: "GET" }],
    [
      "an unknown parameter",
      {
        method: "GET",
        path: "/v2/campaigns?offset=3",
        requestBody: undefined,
        ...answer(200, { items: [] }),
      },
    ],
    [
      "a page that is none",
      { method: "GET", path: "/v2/campaigns?page=0", requestBody: undefined, ...answer(200, { items: [] }) },
    ],
    ["a response without the config", answer(200, {})],
    ["a config without an id", answer(200, { transferConfig: { name: "N" } })],
    ["a config's member of another type", answer(200, { transferConfig: { id: ID, warmTransfer: "yes" } })],
    ["an error without a code", answer(404, { message: "m" })],
    ["a redirect", answer(302, {})],
    ["a page in place of a config", { responseType: "text/html" }],
  ])("finds %s", (_, change) => {
    const exchange = { ...good, ...change };
    expect([...wrongRequest(exchange), ...wrongResponse(exchange)]).not.toEqual([]);
  });

  test("takes the ids that the client takes", () => {
    for (const id of [ID, ID.toUpperCase(), "00000000-0000-0000-0000-000000000000", ID.slice(1), `${ID}0`])
      expect([
        id,
        wrongRequest({ ...good, path: `/v2/campaigns/transfer-configs/${id}` }).length === 0,
      ]).toEqual([id, uuidPattern.test(id)]);
  });
});
