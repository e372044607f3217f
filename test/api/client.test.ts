// What the client sends, which responses it accepts, and what it refuses before anything is sent.
import {
  CareCycleClient,
  type CareCycleClientOptions,
  type MalformedConfigError,
} from "../../provider/api/client";
import { clientOf, closeServers, config, id, path, serve, type TestServer } from "./server";

let server: TestServer;
beforeEach(async () => {
  server = await serve();
});
afterEach(closeServers);

const client = (options?: Partial<CareCycleClientOptions>) => clientOf(server, options);
const thrown = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("nothing was thrown")),
    (error) => error,
  );

describe("a request", () => {
  test("has its method, path, key and, where there is one, its body as JSON", async () => {
    await client().getTransferConfig(id);
    await client().updateTransferConfig(id, { name: "Büro", sipUri: null, warmTransfer: false });
    server.answer({ status: 201, body: { transferConfig: config } });
    await client().createTransferConfig({ name: "", transferWaitingMessages: [] });
    server.answer({ status: 204 });
    await client().deleteTransferConfig(id);
    expect(server.received.map(({ method, url, body }) => [method, url, body])).toEqual([
      ["GET", "/v2/campaigns/transfer-configs/497f6eca-6276-4993-bfeb-53cbbbba6f08", ""],
      [
        "PATCH",
        "/v2/campaigns/transfer-configs/497f6eca-6276-4993-bfeb-53cbbbba6f08",
        '{"name":"Büro","sipUri":null,"warmTransfer":false}',
      ],
      ["POST", "/v2/campaigns/transfer-configs", '{"name":"","transferWaitingMessages":[]}'],
      ["DELETE", "/v2/campaigns/transfer-configs/497f6eca-6276-4993-bfeb-53cbbbba6f08", ""],
    ]);
    const types = server.received.map(({ headers }) => headers["content-type"]);
    expect(types).toEqual([undefined, "application/json", "application/json", undefined]);
    for (const { headers } of server.received) {
      expect(headers["x-api-key"]).toBe("cc_key");
      expect(headers.accept).toBe("application/json");
      expect(headers.authorization).toBeUndefined();
    }
  });

  test("whose body JSON has no form of is refused, and nothing is sent", async () => {
    const body = { name: "x", count: 10n } as never;
    for (const work of [client().createTransferConfig(body), client().updateTransferConfig(id, body)])
      expect((await thrown(work)).message).toMatch(
        /^(POST|PATCH) \S+: the body is not JSON \(.*BigInt.*\); nothing was sent\.$/,
      );
    expect(server.received).toEqual([]);
  });

  test("tells why its body is no JSON without the key and the credentials in it", async () => {
    for (const thrownByBody of [new Error("cc_key and canary-token\n::error::"), "cc_key", undefined]) {
      const toJSON = () => {
        throw thrownByBody;
      };
      const body = { name: "x", dynamicOptions: { headers: { a: "canary-token" } }, more: { toJSON } };
      const { message } = await thrown(client().updateTransferConfig(id, body as never));
      expect(message).toMatch(/^PATCH \S+: the body is not JSON \(.+\); nothing was sent\.$/);
      expect(message).not.toMatch(/cc_key|canary/);
    }
    expect(server.received).toEqual([]);
  });

  test("keeps the base URL's path, and the id as it was written", async () => {
    const upper = id.toUpperCase();
    await client({ baseUrl: `${server.url}/gateway/cc//` }).getTransferConfig(upper);
    expect(server.received[0]?.url).toBe(`/gateway/cc/v2/campaigns/transfer-configs/${upper}`);
  });

  test.each(["", "sales", `${id}/..`, `${id}?x=1`, "497f6eca-6276-0993-bfeb-53cbbbba6f08", `${id}\n`])(
    "for the id %j is not sent: it is no UUID",
    async (wrong) => {
      const message = `transfer config id "${wrong}" is not a UUID; nothing was sent.`;
      for (const call of ["getTransferConfig", "updateTransferConfig", "deleteTransferConfig"] as const) {
        await expect(client()[call](wrong, {})).rejects.toMatchObject({ message });
      }
      expect(server.received).toEqual([]);
    },
  );
});

describe("a client is refused", () => {
  const refusal = (options: object) => {
    try {
      new CareCycleClient({ apiKey: "cc_key", ...options });
    } catch (error) {
      return `${(error as Error).name} ${(error as Error).message}`;
    }
    return "accepted";
  };

  test.each(["", "key", "CC_key", "cc_", "cc_a b", "cc_a\n", "cc_ü", " cc_key"])(
    "with the key %j",
    (apiKey) => {
      const message = refusal({ apiKey });
      expect(message).toMatch(/^ConfigurationError apiKey: is not a careCycle API key: keys begin with cc_ /);
      if (apiKey.trim().length > 3) expect(message).not.toContain(apiKey.trim());
    },
  );

  test.each([
    ["api.carecycle.ai", /is not a URL/],
    ["http://api.carecycle.ai", /must be https.*got http:\/\/api\.carecycle\.ai$/],
    ["http://127.0.0.1.example.com", /must be https/],
    ["http://localhost.example.com", /must be https/],
    ["http://10.0.0.1", /must be https/],
    ["ftp://localhost", /must be https/],
    ["https://user:pass@api.carecycle.ai", /^ConfigurationError baseUrl: must be scheme, host and path only/],
    ["https://api.carecycle.ai?x=1", /scheme, host and path only/],
    ["https://api.carecycle.ai#x", /scheme, host and path only/],
  ])("at the base URL %s", (baseUrl, message) => {
    expect(refusal({ baseUrl })).toMatch(message);
    expect(refusal({ baseUrl })).not.toContain("pass@");
  });

  test.each([
    { rateLimit: 0 },
    { rateLimit: 1.5 },
    { rateLimit: Number.NaN },
    { rateWindowSeconds: 0 },
    { rateWindowSeconds: Number.POSITIVE_INFINITY },
    { timeoutSeconds: -1 },
  ])("with %j", (options) => {
    const name = Object.keys(options)[0];
    expect(refusal(options)).toMatch(
      new RegExp(`^ConfigurationError ${name}: must be a .*number above 0, got `),
    );
  });

  test("not at https anywhere, nor at http on this machine; absent options take their defaults", () => {
    for (const host of ["127.0.0.1:1", "127.9.9.9", "localhost:80", "[::1]:8080"])
      expect(refusal({ baseUrl: `http://${host}` })).toBe("accepted");
    expect(refusal({ baseUrl: "https://example.com/base/" })).toBe("accepted");
    expect(refusal({ baseUrl: undefined, rateLimit: undefined, timeoutSeconds: undefined })).toBe("accepted");
  });
});

describe("an answer", () => {
  const members: [member: string, value: unknown][] = [
    ["name", 5],
    ["type", true],
    ["warmTransfer", "yes"],
    ["warmTransfer", null],
    ["directPhoneNumber", 15550100],
    ["dynamicOptions", "x"],
    ["dynamicOptions", []],
    ["sipHeaders", { a: "b" }],
    ["transferWaitingMessages", "x"],
    ["transferWaitingMessages", [1]],
    ["clientId", 1],
    ["createdAt", 1700000000],
    ["updatedAt", {}],
  ];
  test.each(members)("whose %s is %j is refused, named, and not asked for again", async (member, value) => {
    server.answer({ body: { transferConfig: { ...config, [member]: value } } });
    const error = await thrown(client().getTransferConfig(id));
    expect(error).toMatchObject({ name: "MalformedConfigError", status: 200 });
    expect(error.message).toMatch(
      new RegExp(
        `^GET ${path}: answered 200, but transferConfig\\.${member} has another type: Invalid input`,
      ),
    );
    expect(server.received).toHaveLength(1);
  });

  test.each(members)("to a POST whose %s is %j tells of the config that exists", async (member, value) => {
    server.answer({ status: 201, body: { transferConfig: { ...config, [member]: value } } });
    const error = await thrown(client().createTransferConfig({ name: "x" }));
    const { [member]: _, ...rest }: Record<string, unknown> = config;
    expect(error).toMatchObject({ name: "MalformedConfigError", config: rest });
    expect(Object.keys((error as MalformedConfigError).config)).not.toContain(member);
    expect(error.message).toContain(`transferConfig.${member} has another type`);
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ["no id", { name: "x" }, "transferConfig.id is not a UUID"],
    ["an id of another type", { id: 7 }, "transferConfig.id is not a UUID"],
    [
      "another id",
      { id: "00000000-0000-0000-0000-000000000000" },
      "transferConfig.id is not the requested id",
    ],
  ])("with %s is refused", async (_, transferConfig, problem) => {
    server.answer({ body: { transferConfig } });
    expect(await thrown(client().getTransferConfig(id))).toMatchObject({ name: "ResponseError", problem });
    expect(await thrown(client().updateTransferConfig(id, {}))).toMatchObject({
      name: "ResponseError",
      problem,
    });
  });

  test.each([
    ["an HTML page", "<html></html>", "the body is not JSON"],
    ["cut JSON", '{"transferConfig":{"id":"497f', "the body is not JSON"],
    ["an empty body", "", "the body has no transferConfig object"],
    ["null", "null", "the body has no transferConfig object"],
    ["a list", "[]", "the body has no transferConfig object"],
    ["transferConfig: null", { transferConfig: null }, "the body has no transferConfig object"],
    ["transferConfig: []", { transferConfig: [] }, "the body has no transferConfig object"],
  ])("of %s is asked for six times, then refused", async (_, body, problem) => {
    server.answer({ body });
    const error = await thrown(client().getTransferConfig(id));
    expect(error).toMatchObject({ name: "ResponseError", status: 200, problem });
    expect(error.message).toBe(
      `GET ${path}: answered 200, but ${problem}. Check that carecycle:baseUrl is the careCycle API and that no proxy answers in its place.`,
    );
    expect(server.received).toHaveLength(6);
  });

  test("to a POST with an id that is no UUID tells of no config that could be adopted", async () => {
    server.answer({ status: 201, body: { transferConfig: { ...config, id: "sales" } } });
    const error = await thrown(client().createTransferConfig({ name: "x" }));
    expect(error).toMatchObject({ name: "AmbiguousCreateError", cause: { name: "ResponseError" } });
    expect(error.message).toContain("transferConfig.id is not a UUID");
    expect(server.received).toHaveLength(1);
  });

  test("keeps absent, null, false, 0 and empty apart, and members that nobody knows", async () => {
    const transferConfig = {
      id: id.toUpperCase(),
      name: "",
      warmTransfer: false,
      sipUri: null,
      updatedAt: null,
      transferWaitingMessages: [],
      type: "of tomorrow",
      dynamicOptions: { timeout: 0 },
      routingConfig: { id: "r" },
      agentScreen: "inbox",
    };
    server.answer({ body: { transferConfig, more: 1 } });
    expect(await client().getTransferConfig(id)).toEqual(transferConfig);
  });

  test.each([200, 201])("to a POST is taken with the status %d", async (status) => {
    server.answer({ status, body: { transferConfig: config } });
    expect(await client().createTransferConfig({ name: "Sales floor" })).toEqual(config);
  });
});

describe("a POST that may have been carried out", () => {
  test("says which config may exist, how to find it and how to adopt it, and tells its status", async () => {
    server.answer({ status: 201, body: "{" });
    const error = await thrown(
      client().createTransferConfig({ name: 'The "desk"', sipHeaders: "X-A: token-1" }),
    );
    expect(error).toMatchObject({ name: "AmbiguousCreateError", configName: 'The "desk"' });
    expect(error.message).toBe(
      'POST /v2/campaigns/transfer-configs: a transfer config named "The \\"desk\\"" may exist now: there was no usable response ' +
        "(answered 201, but the body is not JSON). The request was not repeated, so as not to create a second one. " +
        "Look for that name in the dashboard under transfer destinations: if it is there, adopt it with " +
        'transferConfigId: "<its id>"; if it is not, run again.',
    );
    expect(server.received).toHaveLength(1);
  });

  test("does not say that running again is safe", async () => {
    server.answer((_, incoming) => incoming.socket.destroy());
    const error = await thrown(client().createTransferConfig({ name: "Desk" }));
    expect(error.message).toContain("(the connection failed (ECONNRESET))");
    expect(error.message).not.toMatch(/safe|run again later/);
  });
});
