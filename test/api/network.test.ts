// The way to the API: connections, time limits, redirects, proxies and TLS.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpsServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { CareCycleClient, type CareCycleClientOptions } from "../../provider/api/client";
import { selfSigned } from "./certificate";
import { skippingClock } from "./clock";
import { closeServers, config, connectProxy, id, listen, path, serve } from "./server";
import { holdTimeLimit, limitSeconds } from "./timeLimit";

const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((n) => [
  n,
  n.toLowerCase(),
]);
const inherited = { ...process.env };
beforeEach(() => {
  for (const name of proxyVariables) delete process.env[name];
});
afterEach(async () => {
  for (const name of proxyVariables) delete process.env[name];
  Object.assign(process.env, inherited);
  jest.restoreAllMocks();
  await closeServers();
});

const client = (baseUrl: string, options: Partial<CareCycleClientOptions> = {}) =>
  new CareCycleClient({ apiKey: "cc_key", baseUrl, clock: skippingClock(), ...options });
const thrown = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("nothing was thrown")),
    (error) => error,
  );

describe("connections", () => {
  test("GETs and PATCHes in a row share one; each POST has its own", async () => {
    const server = await serve();
    const api = client(server.url);
    await api.getTransferConfig(id);
    await api.getTransferConfig(id);
    await api.updateTransferConfig(id, { name: "x" });
    await api.createTransferConfig({ name: "x" });
    await api.createTransferConfig({ name: "x" });
    await client(server.url).getTransferConfig(id);
    expect(server.received.map(({ method, connection }) => `${method} ${connection}`)).toEqual([
      "GET 1",
      "GET 1",
      "PATCH 1",
      "POST 2",
      "POST 3",
      "GET 1",
    ]);
    expect(server.received[3]?.headers.connection).toBe("close");
  });

  test("a kept connection that the server has closed costs a GET nothing but a retry", async () => {
    const server = await serve();
    const api = client(server.url);
    await api.getTransferConfig(id);
    server.answer((_, incoming) => incoming.socket.destroy(), { body: { transferConfig: config } });
    expect(await api.getTransferConfig(id)).toEqual(config);
    expect(server.received.map(({ connection }) => connection)).toEqual([1, 1, 2]);
  });
});

describe("the time limit of an attempt", () => {
  const late = `no complete response within ${limitSeconds} s (carecycle:timeoutSeconds)`;

  test("covers the wait for headers", async () => {
    const server = await serve(holdTimeLimit(), { body: { transferConfig: config } });
    expect(await client(server.url, { timeoutSeconds: limitSeconds }).getTransferConfig(id)).toEqual(config);
    expect(server.received).toHaveLength(2);
  });

  test("covers the whole body, however often a part of it comes", async () => {
    const passTimeLimit = holdTimeLimit();
    const server = await serve((outgoing) => {
      outgoing.writeHead(200);
      let drops = 0;
      const drip = setInterval(() => (++drops < 10 ? outgoing.write(" ") : passTimeLimit()), 20);
      outgoing.on("close", () => clearInterval(drip));
    });
    const error = await thrown(
      client(server.url, { timeoutSeconds: limitSeconds }).createTransferConfig({ name: "x" }),
    );
    expect(error).toMatchObject({
      name: "AmbiguousCreateError",
      cause: { name: "TimeoutError", seconds: limitSeconds },
    });
    expect(error.message).toContain(`there was no usable response (${late})`);
    expect(server.received).toHaveLength(1);
  });

  test("is told, with what it means for a PATCH", async () => {
    const server = await serve(holdTimeLimit());
    const error = await thrown(
      client(server.url, { timeoutSeconds: limitSeconds }).updateTransferConfig(id, {}),
    );
    expect(error.message).toBe(
      `PATCH ${path}: ${late}. Check the network, the proxy and carecycle:baseUrl. It isn't known whether it was carried out; running again is safe.`,
    );
    expect(server.received).toHaveLength(6);
  });
});

test.each([301, 302, 303, 307, 308])(
  "a redirect (%d) is not followed, and the key goes nowhere else",
  async (status) => {
    const elsewhere = await serve();
    const server = await serve({ status, headers: { location: `${elsewhere.url}${path}` } });
    expect(await thrown(client(server.url).getTransferConfig(id))).toMatchObject({
      name: "ApiError",
      status,
    });
    const post = thrown(client(server.url).createTransferConfig({ name: "x" }));
    expect(await post).toMatchObject({ name: "ApiError", status });
    expect([server.received.length, elsewhere.received.length]).toEqual([2, 0]);
  },
);

describe("a proxy", () => {
  test.each(["HTTP_PROXY", "http_proxy"])(
    "that %s names on this machine is used for http",
    async (variable) => {
      const [server, proxy] = [await serve(), await serve()];
      process.env[variable] = proxy.url;
      expect(await client(server.url).getTransferConfig(id)).toEqual(config);
      expect(proxy.received.map(({ method, url }) => `${method} ${url}`)).toEqual([
        `GET ${server.url}${path}`,
      ]);
      expect(server.received).toEqual([]);
    },
  );

  test.each(["127.0.0.1", "*", "example.com, 127.0.0.1"])(
    "is not used for what NO_PROXY (%s) names",
    async (hosts) => {
      const [server, proxy] = [await serve(), await serve()];
      process.env.HTTP_PROXY = proxy.url;
      process.env.NO_PROXY = hosts;
      await client(server.url).getTransferConfig(id);
      expect([server.received.length, proxy.received.length]).toEqual([1, 0]);
    },
  );

  test("on another machine is not used for http, which never leaves this one", async () => {
    const server = await serve();
    process.env.HTTP_PROXY = "http://192.0.2.1:3128";
    expect(await client(server.url).getTransferConfig(id)).toEqual(config);
  });

  test.each(["socks5://127.0.0.1:1080", "socks://127.0.0.1:1080", "pac+http://127.0.0.1/", "http://"])(
    "of another kind (%s) is refused at once, with nothing sent",
    async (proxy) => {
      const server = await serve();
      process.env.ALL_PROXY = proxy;
      const reason = "must be an http or https URL (other kinds of proxy are not supported)";
      for (const baseUrl of [server.url, "https://localhost:1"]) {
        const variable = baseUrl === server.url ? "HTTP_PROXY" : "HTTPS_PROXY";
        const refusal = { name: "ConfigurationError", message: `${variable} or ALL_PROXY: ${reason}` };
        expect(await thrown(client(baseUrl).getTransferConfig(id))).toMatchObject(refusal);
        expect(await thrown(client(baseUrl).createTransferConfig({ name: "x" }))).toMatchObject(refusal);
      }
      expect(server.received).toEqual([]);
    },
  );

  test("that HTTPS_PROXY names gets one CONNECT for each attempt of an https request", async () => {
    for (const status of [408, 429, 500, 503]) {
      const proxy = await connectProxy(0, status);
      process.env.HTTPS_PROXY = proxy.url;
      const error = await thrown(client("https://api.example.com").getTransferConfig(id));
      expect(error).toMatchObject({ name: "ConnectionError", mayHaveArrived: false, permanent: false });
      expect(error.message).toContain(`the proxy answered ${status} instead of connecting to the API`);
      expect(proxy.connects).toEqual(Array(6).fill("CONNECT api.example.com:443"));
    }
  });

  test.each([401, 403, 404, 407])(
    "whose %d is no answer of the API: it is not tried again, and says nothing of the key or the config",
    async (status) => {
      const proxy = await connectProxy(0, status);
      process.env.HTTPS_PROXY = proxy.url;
      const api = client("https://api.example.com");
      const refusal = { name: "ConnectionError", mayHaveArrived: false, permanent: true };
      expect(await thrown(api.getTransferConfig(id))).toMatchObject(refusal);
      expect(await thrown(api.createTransferConfig({ name: "x" }))).toMatchObject(refusal);
      expect(proxy.connects).toHaveLength(2);
    },
  );
});

describe("TLS", () => {
  let requests: number;
  let handshakes: number;
  let pem: { key: string; cert: string };
  let port: number;
  beforeEach(async () => {
    [requests, handshakes, pem] = [0, 0, selfSigned()];
    const server = createHttpsServer(pem, (_, outgoing) => {
      requests++;
      outgoing.end(JSON.stringify({ transferConfig: config }));
    });
    server.on("connection", () => handshakes++);
    port = await listen(server);
  });

  test("a certificate that nobody vouches for is refused, with nothing sent and nothing tried again", async () => {
    const api = client(`https://localhost:${port}`);
    const refusal = { name: "ConnectionError", mayHaveArrived: false, permanent: true };
    const error = await thrown(api.getTransferConfig(id));
    expect(error).toMatchObject(refusal);
    expect(error.message).toContain("the connection failed (DEPTH_ZERO_SELF_SIGNED_CERT)");
    expect(await thrown(api.createTransferConfig({ name: "x" }))).toMatchObject(refusal);
    expect([handshakes, requests]).toEqual([2, 0]);
  });

  test("also behind a proxy", async () => {
    const proxy = await connectProxy(port);
    process.env.HTTPS_PROXY = proxy.url;
    const error = await thrown(client("https://api.example.com").getTransferConfig(id));
    expect(error).toMatchObject({ name: "ConnectionError", mayHaveArrived: false, permanent: true });
    expect([proxy.connects, handshakes, requests]).toEqual([["CONNECT api.example.com:443"], 1, 0]);
  });

  /** What a process of its own gets, in an environment of `env` alone. */
  async function oneGet(baseUrl: string, env: Record<string, string>): Promise<unknown> {
    const script = join(__dirname, "oneGet.ts");
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, baseUrl], {
      cwd: join(__dirname, "../.."),
      env: { PATH: process.env.PATH, ...env },
    });
    return JSON.parse(stdout);
  }

  test("NODE_TLS_REJECT_UNAUTHORIZED=0 does not turn the check off, with a proxy or without", async () => {
    const { url } = await connectProxy(port);
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const refused = { message: expect.stringContaining("SELF_SIGNED") };
    expect(
      await Promise.all([
        oneGet(`https://localhost:${port}`, env),
        oneGet(`https://localhost:${port}`, { ...env, HTTPS_PROXY: url }),
      ]),
    ).toEqual([refused, refused]);
    expect([handshakes, requests]).toEqual([2, 0]);
  });

  test("a certificate that NODE_EXTRA_CA_CERTS vouches for is accepted, with a proxy or without", async () => {
    const folder = await mkdtemp(join(tmpdir(), "carecycle-tls-"));
    try {
      const file = join(folder, "cert.pem");
      await writeFile(file, pem.cert);
      const proxy = await connectProxy(port);
      const env = { NODE_EXTRA_CA_CERTS: file };
      expect(
        await Promise.all([
          oneGet(`https://localhost:${port}`, env),
          oneGet(`https://localhost:${port}`, { ...env, HTTPS_PROXY: proxy.url }),
        ]),
      ).toEqual([{ name: "Sales floor" }, { name: "Sales floor" }]);
      expect([requests, proxy.connects]).toEqual([2, [`CONNECT localhost:${port}`]]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
