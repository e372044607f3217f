// Settings from the stack's config and the environment: precedence, defaults, and errors that name their source.
import { ConfigurationError } from "../../provider/api/errors";
import { matchesPin, readSettings, requireApiKey } from "../../provider/session/settings";

const CLIENT = "5E505642-9024-474D-9434-E5A44F505CC5";
const settings = (config: Record<string, string> = {}, env: Record<string, string> = {}) =>
  readSettings((key) => config[key], env);

function errorOf(run: () => unknown): ConfigurationError {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

test("nothing configured gives the documented defaults, without asking for a key", () => {
  expect(settings()).toEqual({
    apiKey: undefined,
    baseUrl: "https://api.carecycle.ai",
    rateLimit: 60,
    rateWindowSeconds: 60,
    timeoutSeconds: 30,
    onConflict: "overwrite",
    onMissing: "recreate",
    clientId: undefined,
  });
});

test("a request without a key is refused with the command that sets one", () => {
  const error = errorOf(() => requireApiKey(settings()));
  expect(error.key).toBe("carecycle:apiKey");
  expect(error.message).toMatch(/pulumi config set --secret carecycle:apiKey.*CARECYCLE_API_KEY.*cc_/);
  expect(requireApiKey(settings({ "carecycle:apiKey": "cc_a" }))).toBe("cc_a");
});

const sources = [
  ["apiKey", "CARECYCLE_API_KEY", "cc_config", "cc_env", "cc_config", "cc_env"],
  [
    "baseUrl",
    "CARECYCLE_BASE_URL",
    "https://a.example/v/",
    "http://localhost:1",
    "https://a.example/v",
    "http://localhost:1",
  ],
  ["rateLimit", "CARECYCLE_RATE_LIMIT", "10", "20", 10, 20],
  ["rateWindowSeconds", "CARECYCLE_RATE_WINDOW_SECONDS", "0.5", "2", 0.5, 2],
  ["timeoutSeconds", "CARECYCLE_TIMEOUT_SECONDS", "5", "6", 5, 6],
  [
    "clientId",
    "CARECYCLE_CLIENT_ID",
    CLIENT,
    "00000000-0000-0000-0000-000000000000",
    CLIENT.toLowerCase(),
    "00000000-0000-0000-0000-000000000000",
  ],
] as const;

describe.each(sources)("%s", (name, variable, configured, inherited, fromConfig, fromEnv) => {
  test("comes from the config before the environment", () => {
    expect(settings({ [`carecycle:${name}`]: configured }, { [variable]: inherited })[name]).toBe(fromConfig);
    expect(settings({}, { [variable]: inherited })[name]).toBe(fromEnv);
  });

  test("is not set by an empty variable", () => {
    expect(settings({}, { [variable]: "" })).toEqual(settings());
  });
});

test("onConflict and onMissing come from the config", () => {
  const { onConflict, onMissing } = settings({
    "carecycle:onConflict": "fail",
    "carecycle:onMissing": "fail",
  });
  expect([onConflict, onMissing]).toEqual(["fail", "fail"]);
});

const badValues = [
  ["apiKey", "CARECYCLE_API_KEY", ["sk_1", "cc_", "cc_a b", "", "cc_é"], /keys begin with cc_/],
  ["baseUrl", "CARECYCLE_BASE_URL", ["api.carecycle.ai", ""], /is not a URL/],
  [
    "baseUrl",
    "CARECYCLE_BASE_URL",
    ["http://api.carecycle.ai", "http://127.0.0.1.example.com", "ftp://a"],
    /must be https/,
  ],
  [
    "baseUrl",
    "CARECYCLE_BASE_URL",
    ["https://a/?x=1", "https://u@a/", "https://a/#x"],
    /scheme, host and path only/,
  ],
  [
    "rateLimit",
    "CARECYCLE_RATE_LIMIT",
    ["0", "-1", "1.5", "many", " ", "Infinity"],
    /must be a whole number above 0/,
  ],
  ["rateWindowSeconds", "CARECYCLE_RATE_WINDOW_SECONDS", ["0", "x"], /must be a number above 0/],
  ["timeoutSeconds", "CARECYCLE_TIMEOUT_SECONDS", ["0", "30s"], /must be a number above 0/],
  ["clientId", "CARECYCLE_CLIENT_ID", ["acme", ""], /client id, a UUID/],
] as const;

test.each(badValues)(
  "a bad %s is an error that names its key or its variable",
  (name, variable, values, reason) => {
    for (const value of values) {
      const configured = errorOf(() => settings({ [`carecycle:${name}`]: value }));
      expect(configured.key).toBe(`carecycle:${name}`);
      expect(configured.message).toMatch(reason);
      if (value === "") continue;
      const inherited = errorOf(() => settings({}, { [variable]: value }));
      expect(inherited.key).toBe(variable);
      expect(inherited.message).toMatch(reason);
      expect(inherited.message.startsWith(`${variable}: `)).toBe(true);
    }
  },
);

test.each(["onConflict", "onMissing"])("a bad %s is an error that lists the choices", (name) => {
  const error = errorOf(() => settings({ [`carecycle:${name}`]: "Fail" }));
  expect(error.key).toBe(`carecycle:${name}`);
  expect(error.message).toMatch(/must be "(overwrite|recreate)" or "fail", got "Fail"/);
});

test("a value that is no key, or a password in a URL, is never quoted", () => {
  const key = errorOf(() => settings({ "carecycle:apiKey": "hunter2 canary" }));
  const url = errorOf(() => settings({ "carecycle:baseUrl": "http://user:canary@example.com/?key=canary" }));
  for (const { message } of [key, url]) expect(message).not.toContain("canary");
});

test("a number is quoted as it was written, and a blank one is none", () => {
  const message = (value: string) => errorOf(() => settings({ "carecycle:timeoutSeconds": value })).message;
  expect(message("30s")).toBe('carecycle:timeoutSeconds: must be a number above 0, got "30s"');
  expect(message(" ")).toBe('carecycle:timeoutSeconds: must be a number above 0, got " "');
  expect(settings({}, { undefined: "fail", CARECYCLE_ON_CONFLICT: "fail" }).onConflict).toBe("overwrite");
});

test("a pin is met by its own client alone, in any letters; without one, any will do", () => {
  const pinned = { clientId: CLIENT.toLowerCase() };
  expect(
    [CLIENT, CLIENT.toLowerCase(), `${CLIENT}0`, undefined, null].map((id) => matchesPin(pinned, id)),
  ).toEqual([true, true, false, false, false]);
  expect([CLIENT, undefined].map((id) => matchesPin({ clientId: undefined }, id))).toEqual([true, true]);
});
