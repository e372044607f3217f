// The options of a client: what is taken, what is refused in which words, and where a key may travel.
import { checkOptions, checkPositive, defaults, isLoopback } from "../../provider/api/clientOptions";

const key = "cc_key";
const options = (more: object = {}) => checkOptions({ apiKey: key, ...more });
const refusal = (more: object) => {
  try {
    options(more);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
};

test("what is not given is as the API documents it", () => {
  expect(options()).toEqual({
    apiKey: key,
    baseUrl: "https://api.carecycle.ai",
    rateLimit: 60,
    rateWindowSeconds: 60,
    timeoutSeconds: 30,
  });
  expect(options({ rateLimit: undefined, baseUrl: undefined })).toEqual(options());
  const given = { baseUrl: "https://a.example", rateLimit: 1, rateWindowSeconds: 0.5, timeoutSeconds: 2 };
  expect(options(given)).toEqual({ apiKey: key, ...given });
});

test("a key begins with cc_, and has no spaces and no other characters than a header takes", () => {
  for (const good of ["cc_a", "cc_!~"]) expect(options({ apiKey: good }).apiKey).toBe(good);
  for (const bad of ["", "cc_", "xcc_a", "cc-a", "cc_a b", " cc_a", "cc_a ", "cc_a\n", "cc_é", "cc_\x7f"])
    expect(refusal({ apiKey: bad })).toBe(
      "apiKey: is not a careCycle API key: keys begin with cc_ and hold no spaces. Copy it again from the Developer Dashboard " +
        "and run: pulumi config set --secret carecycle:apiKey",
    );
});

test("numbers are above 0, and requests whole", () => {
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(refusal({ timeoutSeconds: bad })).toBe(`timeoutSeconds: must be a number above 0, got ${bad}`);
    expect(refusal({ rateWindowSeconds: bad })).toBe(
      `rateWindowSeconds: must be a number above 0, got ${bad}`,
    );
    expect(refusal({ rateLimit: bad })).toBe(`rateLimit: must be a whole number above 0, got ${bad}`);
  }
  expect(refusal({ rateLimit: 1.5 })).toBe("rateLimit: must be a whole number above 0, got 1.5");
  expect(checkPositive("x", 1.5)).toBe(1.5);
  expect(() => checkPositive("x", 0, false, '"0 s"')).toThrow('x: must be a number above 0, got "0 s"');
});

test("a base URL loses its trailing slashes, and keeps its path", () => {
  const base = (baseUrl: string) => options({ baseUrl }).baseUrl;
  expect(base("https://A.example/")).toBe("https://a.example");
  expect(base("https://a.example:8443/v//x///")).toBe("https://a.example:8443/v//x");
  expect(base("http://127.0.0.1:8080/v")).toBe("http://127.0.0.1:8080/v");
});

test("a key is sent to an https URL alone, or to this machine", () => {
  expect(refusal({ baseUrl: "a.example" })).toBe(
    `baseUrl: is not a URL; it must be like ${defaults.baseUrl}`,
  );
  for (const bad of [
    "https://u@a.example",
    "https://:p@a.example",
    "https://a.example?x=1",
    "https://a.example#x",
  ])
    expect(refusal({ baseUrl: bad })).toBe(
      `baseUrl: must be scheme, host and path only, like ${defaults.baseUrl}`,
    );
  for (const bad of ["http://a.example:80/x", "ftp://localhost"])
    expect(refusal({ baseUrl: bad })).toBe(
      `baseUrl: must be https, because the API key travels with every request (http is allowed to a loopback host only), got ${new URL(bad).protocol}//${new URL(bad).host}`,
    );
  const here = ["localhost", "[::1]", "127.0.0.1", "127.255.255.255"];
  const elsewhere = [
    "localhost.example",
    "127.0.0.1.example",
    "x127.0.0.1",
    "127.0.0",
    "128.0.0.1",
    "[::2]",
    "",
  ];
  expect([...here, ...elsewhere].map(isLoopback)).toEqual([
    ...here.map(() => true),
    ...elsewhere.map(() => false),
  ]);
});
