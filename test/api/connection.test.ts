// A POST that never had a connection was not sent: it is retried, and its error speaks of no config that may exist.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import { CareCycleClient } from "../../provider/api/client";
import { selfSigned } from "./certificate";
import { skippingClock } from "./clock";
import { closeServers, config, connectProxy, listen, serve } from "./server";
import { holdTimeLimit, limitSeconds } from "./timeLimit";

const { HTTPS_PROXY, https_proxy } = process.env;
beforeEach(() => {
  delete process.env.https_proxy;
});
afterEach(async () => {
  delete process.env.HTTPS_PROXY;
  Object.assign(process.env, HTTPS_PROXY && { HTTPS_PROXY }, https_proxy && { https_proxy });
  jest.restoreAllMocks();
  await closeServers();
});

/** How a POST ends, and how many attempts it took. */
async function post(
  baseUrl: string,
  timeoutSeconds = limitSeconds,
): Promise<{ error: Error; attempts: number }> {
  let attempts = 0;
  const api = new CareCycleClient({
    apiKey: "cc_key",
    baseUrl,
    timeoutSeconds,
    clock: skippingClock(),
    beforeWrite: async () => {
      attempts++;
    },
  });
  const error = await api.createTransferConfig({ name: "x" }).then(
    () => Promise.reject(new Error("nothing was thrown")),
    (thrown) => thrown,
  );
  return { error, attempts };
}
const collection = "/v2/campaigns/transfer-configs";
const notConnected = (seconds: number) => ({
  name: "TimeoutError",
  mayHaveArrived: false,
  message: `POST ${collection}: no connection within ${seconds} s (carecycle:timeoutSeconds). Check the network, the proxy and carecycle:baseUrl.`,
});

test("a host that accepts no connection: six attempts, each without one", async () => {
  const host = await deafHost();
  try {
    const { error, attempts } = await post(`http://127.0.0.1:${host.port}`, 0.2);
    expect([error, attempts]).toMatchObject([notConnected(0.2), 6]);
  } finally {
    host.close();
  }
});

test("a host that accepts connections and never answers the TLS handshake", async () => {
  const passTimeLimit = holdTimeLimit();
  let handshakes = 0;
  const port = await listen(
    createServer((socket) => {
      socket.once("data", () => {
        handshakes++;
        passTimeLimit();
      });
    }),
  );
  const { error } = await post(`https://localhost:${port}`);
  expect(error).toMatchObject(notConnected(limitSeconds));
  expect(handshakes).toBe(6);
});

test("a host that hangs up within the TLS handshake", async () => {
  let connections = 0;
  const port = await listen(
    createServer((socket) => {
      connections++;
      socket.once("data", () => socket.destroy());
    }),
  );
  const { error } = await post(`https://localhost:${port}`);
  expect(error).toMatchObject({ name: "ConnectionError", mayHaveArrived: false });
  expect(connections).toBe(6);
});

test("a proxy that never answers CONNECT, one that hangs up on it, and one that leads nowhere", async () => {
  const passTimeLimit = holdTimeLimit();
  for (const answer of [passTimeLimit, (socket: Duplex) => socket.destroy()]) {
    const connects: string[] = [];
    const proxy = createHttpServer();
    proxy.on("connect", (incoming, socket) => {
      connects.push(String(incoming.url));
      answer(socket);
    });
    process.env.HTTPS_PROXY = `http://127.0.0.1:${await listen(proxy)}`;
    expect((await post("https://api.example.com")).error).toMatchObject({ mayHaveArrived: false });
    expect(connects).toEqual(Array(6).fill("api.example.com:443"));
  }
  const silent = await connectProxy(
    await listen(createServer((socket) => socket.once("data", passTimeLimit))),
  );
  process.env.HTTPS_PROXY = silent.url;
  expect((await post("https://api.example.com")).error).toMatchObject(notConnected(limitSeconds));
  expect(silent.connects).toHaveLength(6);
});

test("a connection that was made is another matter: a POST on it is sent once, over http and TLS", async () => {
  const plain = await serve(holdTimeLimit());
  expect((await post(plain.url)).error).toMatchObject({
    name: "AmbiguousCreateError",
    cause: { name: "TimeoutError", mayHaveArrived: true },
  });
  expect(plain.received).toHaveLength(1);

  const pem = selfSigned();
  const received: string[] = [];
  const port = await listen(
    createHttpsServer(pem, (incoming) => {
      received.push(String(incoming.method));
      incoming.socket.destroy();
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), "carecycle-tls-"));
  try {
    const file = join(folder, "cert.pem");
    await writeFile(file, pem.cert);
    const outcome = await onePost(`https://localhost:${port}`, "60", { NODE_EXTRA_CA_CERTS: file });
    expect([outcome, received]).toEqual([{ name: "AmbiguousCreateError" }, ["POST"]]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("loading libraries is not part of an attempt's time", async () => {
  const server = await serve({ status: 201, body: { transferConfig: config } });
  const outcome = await onePost(server.url, "0.7", { SLOW: "1500" });
  expect([outcome, server.received.length]).toEqual([{ id: config.id }, 1]);
});

/** What a process of its own gets from a POST with a time limit of `seconds`. */
async function onePost(baseUrl: string, seconds: string, env: Record<string, string>): Promise<unknown> {
  const script = join(__dirname, "onePost.ts");
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", script, baseUrl, seconds],
    { cwd: join(__dirname, "../.."), env: { PATH: process.env.PATH, ...env } },
  );
  return JSON.parse(stdout);
}

/** A host whose queue of connections is full, so that it drops what asks for another one, as a firewall does. */
async function deafHost(): Promise<{ port: number; close: () => void }> {
  const blocked =
    "const s = require('net').createServer().listen({port: 0, host: '127.0.0.1', backlog: 1}, () => {" +
    " require('fs').writeSync(1, String(s.address().port)); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); });";
  const child: ChildProcess = spawn(process.execPath, ["-e", blocked], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (!child.stdout) throw new Error("the host has no stdout");
  const [line] = await once(child.stdout, "data");
  const port = Number(String(line));
  const fillers: Socket[] = [];
  // Connections until one hangs: then the queue is full.
  for (let open = true; open; ) {
    const filler = connect(port, "127.0.0.1");
    filler.on("error", () => undefined);
    fillers.push(filler);
    open = await Promise.race([
      once(filler, "connect").then(() => true),
      new Promise<boolean>((wake) => setTimeout(() => wake(false), 300)),
    ]);
    if (fillers.length > 5_000) throw new Error("the queue of connections has no end here");
  }
  return {
    port,
    close() {
      for (const filler of fillers) filler.destroy();
      child.kill("SIGKILL");
    },
  };
}
