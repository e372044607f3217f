// Whatever the API answers, and whatever stands between it and this client: a result, or an error of the tree whose text is
// fit to print. Nothing else is thrown, and nothing hangs.
import fc from "fast-check";
import { CareCycleClient, CareCycleError } from "../../provider/api/client";
import type { Fetch } from "../../provider/api/http";
import type { Clock } from "../../provider/api/quota";
import { fieldNames, optionMembers } from "../../provider/model/fieldTable";
import { printableLines } from "../../provider/model/printable";
import type { Values } from "../../provider/model/values";
import { createFixture, type Fixture, type Recorded, refresh } from "../support/fixture";
import { anyJson, anyObject, deep, hostileText, huge, obeyed, runs } from "./json";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const members = [
  "transferConfig",
  "items",
  "campaign",
  "appointmentConfigs",
  "client",
  "message",
  "code",
  "errors",
  "path",
  "retryAfter",
  ...fieldNames,
];

/** Time that passes as soon as somebody waits for it. */
function leaping(): Clock {
  let ms = 0;
  return {
    now: () => ms,
    timer(wait, wake) {
      const timer = setImmediate(() => {
        ms += wait;
        wake();
      });
      return () => clearImmediate(timer);
    },
  };
}

let clients = 0;
function clientOf(status: number, text: string, headers: Record<string, string> = {}): CareCycleClient {
  const fetch: Fetch = async () => ({
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name) => headers[name] ?? null },
    text: async () => text,
  });
  const baseUrl = `http://127.0.0.1:1/${clients++}`;
  return new CareCycleClient({ apiKey: "cc_fuzz", baseUrl, rateLimit: 1_000_000, fetch, clock: leaping() });
}

const methods: Record<string, (client: CareCycleClient) => Promise<unknown>> = {
  getTransferConfig: (client) => client.getTransferConfig(id),
  createTransferConfig: (client) => client.createTransferConfig({ name: "N", sipHeaders: "CANARY" }),
  updateTransferConfig: (client) => client.updateTransferConfig(id, { sipHeaders: "CANARY" }),
  modifyTransferConfig: (client) => client.modifyTransferConfig(id, () => ({ sipHeaders: "CANARY" })),
  deleteTransferConfig: (client) => client.deleteTransferConfig(id),
  listAppointmentConfigs: (client) => client.listAppointmentConfigs(),
  listCampaigns: (client) => client.listCampaigns(),
  getCampaign: (client) => client.getCampaign("c"),
};

async function expectTyped(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof CareCycleError)) throw error;
    // Not matched by jest, which would print all of a message that is too long.
    const { message } = error;
    expect({
      message: message.slice(0, 5_000),
      obeyed: obeyed.exec(message)?.[0],
      tooLong: message.length > 300_000,
    }).toEqual({
      message: expect.not.stringContaining("CANARY"),
      obeyed: undefined,
      tooLong: false,
    });
  }
}

const status = fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 429, 500, 503, 599);
const text = fc.oneof(
  anyJson(...members).map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.constantFrom(...members), anyJson(...members))
    .map(([name, value]) => JSON.stringify({ [name]: value })),
  anyObject(...members).map((config) => JSON.stringify({ transferConfig: { ...config, id } })),
  hostileText,
);
const retryAfter = fc.oneof(
  hostileText,
  fc.constantFrom("1", "-1", "1e999", "Infinity", "Thu, 01 Jan 1970 00:00:00 GMT"),
);

test.each(Object.keys(methods))("%s of any response", async (name) => {
  await fc.assert(
    fc.asyncProperty(status, text, retryAfter, async (code, body, wait) => {
      await expectTyped(
        () => methods[name]?.(clientOf(code, body, { "retry-after": wait })) ?? Promise.reject(),
      );
    }),
    runs,
  );
});

// Of a size in bytes; what is counted has a hundredth as many elements.
const large: [string, (size: number) => string][] = [
  ["a message of 10 MB", (size) => JSON.stringify({ message: huge("x\n", size), code: "VALIDATION_ERROR" })],
  [
    "a config with a field of 10 MB",
    (size) => JSON.stringify({ transferConfig: { id, name: huge("x", size), sipHeaders: huge("x", size) } }),
  ],
  [
    "a list in a list, 100,000 times",
    (size) => `{"transferConfig":{"id":"${id}","dynamicOptions":{"body":${deep(size / 100)}}}}`,
  ],
  ["a text of 10 MB that is not JSON", (size) => huge(" ", size)],
  [
    "errors without end",
    (size) =>
      JSON.stringify({
        code: "VALIDATION_ERROR",
        errors: Array(size / 100).fill({ path: ["a"], message: "b" }),
      }),
  ],
];
const awkward: [string, object][] = [
  ["a retryAfter that is no number", { retryAfter: { valueOf: 1, toString: 1 } }],
  [
    "parts of a path that are no texts",
    { errors: [{ path: [{ toString: 1 }, null, ["a"]], message: {} }, null, 1] },
  ],
];
test.each(awkward)("%s is data", async (_, body) => {
  for (const call of Object.values(methods))
    for (const code of [400, 429, 500])
      await expectTyped(() => call(clientOf(code, JSON.stringify({ code: "VALIDATION_ERROR", ...body }))));
});

test.each(large)("%s is data", async (_, make) => {
  // Whole where one config is read, and what one write sent is refused: every method reads its response by the same code.
  const bodies = { whole: make(10_000_000), part: make(100_000) };
  for (const [name, call] of Object.entries(methods))
    for (const code of [200, 422]) {
      const whole = code === 200 ? name === "getTransferConfig" : name === "updateTransferConfig";
      await expectTyped(() => call(clientOf(code, whole ? bodies.whole : bodies.part)));
    }
});

describe("in the provider", () => {
  const answer = anyObject(
    ...fieldNames,
    ...Object.keys(optionMembers),
    "clientId",
    "createdAt",
    "headers",
    "body",
  );
  const declared = {
    name: "N",
    sipUri: "a",
    sipHeaders: "CANARY-long",
    dynamicOptions: { headers: { a: "CANARY-long" } },
  };

  /** What a live config may do to the operations of a resource: errors of the tree, and lines fit to print. */
  async function live(
    fixture: Fixture,
    adopted: string | undefined,
    answers: (() => object) & { next?: () => void },
  ): Promise<void> {
    fixture.api.answers = (config) => ({ ...config, ...answers(), id: config.id });
    const inputs = { ...declared, ...(adopted !== undefined && { transferConfigId: adopted }) };
    let made: Recorded = { id: adopted ?? fixture.api.add({ name: "Other" }), outs: {}, inputs };
    const { failures = [] } = await fixture.provider.check({}, inputs);
    for (const { reason } of failures) expect(reason).not.toMatch(obeyed);
    await expectTyped(async () => {
      const { id: of, outs } = await fixture.provider.create(inputs);
      made = { id: of, outs: outs as Values, inputs };
    });
    answers.next?.();
    const news = { name: "M", dynamicOptions: { pingUrl: "p" } };
    await expectTyped(() => fixture.provider.update(made.id, made.outs, news));
    await expectTyped(() => refresh(fixture.later(), made));
    await expectTyped(() => fixture.later().provider.diff(made.id, made.outs, news));
    const record = { ...made.outs, deletionPolicy: "delete" };
    await expectTyped(() => fixture.later().provider.delete(made.id, record));
    const lines = fixture.lines.map(printableLines).join("\n");
    expect(obeyed.test(lines)).toBe(false);
    expect(lines.includes("CANARY")).toBe(false);
  }

  test("a create, an adoption, an update, a refresh and a delete of any config", async () => {
    await fc.assert(
      fc.asyncProperty(answer, answer, fc.boolean(), async (first, second, adopts) => {
        const fixture = createFixture({ allowDelete: true });
        let current = first;
        const answers = Object.assign(() => current, {
          next: () => {
            current = second;
          },
        });
        await live(fixture, adopts ? fixture.api.add({ name: "N" }) : undefined, answers);
      }),
      runs,
    );
  });

  test("a live config with a credential of 10 MB, and one of 200,000 lines", async () => {
    // Both in one config, the other places with a hundredth: every credential is masked by the same code.
    const [line, lines] = [huge(), huge("line\n", 1_000_000)];
    const fixture = createFixture({ allowDelete: true });
    const options = {
      headers: { [huge("x", 100_000)]: huge("line\n", 100_000) },
      body: { token: lines, deep: [huge("y", 100_000)] },
    };
    await live(fixture, fixture.api.add({ name: "N" }), () => ({
      sipHeaders: line,
      dynamicOptions: options,
    }));
  }, 60_000);
});
