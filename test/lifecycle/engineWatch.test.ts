// Whether the engine is there, decided in this process: a host whose streams and engine the test ends one by one.
import { once } from "node:events";
import * as net from "node:net";
import { networkInterfaces } from "node:os";
import { PassThrough } from "node:stream";
import { type HostProcess, watchEngine } from "../../provider/lifecycle/engineWatch";

const hostScript = "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider";

let engine: net.Server;
let pipe: { ours: net.Socket; theirs: net.Socket };
beforeEach(async () => {
  engine = net.createServer((socket) => socket.on("error", () => undefined).resume());
  engine.listen(0, "127.0.0.1");
  await once(engine, "listening");
  pipe = await connectedPair();
});
afterEach(() => {
  for (const socket of Object.values(pipe)) socket.destroy();
  engine.close();
});

/** Two ends of one pipe. */
async function connectedPair(): Promise<{ ours: net.Socket; theirs: net.Socket }> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const ours = net.connect((server.address() as net.AddressInfo).port, "127.0.0.1");
  const [theirs] = (await once(server, "connection")) as [net.Socket];
  server.close();
  return { ours, theirs };
}

const engineAddress = (host = "127.0.0.1") => `${host}:${(engine.address() as net.AddressInfo).port}`;

/** A host process, and the codes with which it was told to end. */
function hostOf(args: readonly string[], stdin: unknown = new PassThrough()) {
  const codes: unknown[] = [];
  const host = {
    argv: ["/usr/bin/node", ...args],
    stdin,
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    exit: (code: unknown) => codes.push(code),
  };
  return { host: host as unknown as HostProcess, codes };
}

async function within(ms: number, isTrue: () => boolean): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end && !isTrue(); )
    await new Promise((wake) => setTimeout(wake, 10));
  return isTrue();
}

const closeEngine = async () => {
  engine.close();
  await once(engine, "close");
};

test.each([
  hostScript,
  `${hostScript}/index.js`,
  `${hostScript}.js`,
  "C:\\app\\cmd\\dynamic-provider\\index.js",
])("%s: the process ends where nobody listens at the engine's address, and not before", async (script) => {
  const { host, codes } = hostOf([script, engineAddress()]);
  const requireEngine = watchEngine(host);
  await requireEngine();
  expect(codes).toEqual([]);
  await closeEngine();
  await requireEngine();
  expect(codes).toEqual([1]);
});

test.each([
  [["/app/script.js", "127.0.0.1:1"]],
  [["/app/mycmd/dynamic-provider", "127.0.0.1:1"]],
  [["/app/cmd/dynamic-providers/index.js", "127.0.0.1:1"]],
  [["/app/cmd-dynamic-provider/index.js", "127.0.0.1:1"]],
  [[]],
])("elsewhere nothing is watched: %j", async (args) => {
  const { host, codes } = hostOf(args, pipe.ours);
  await watchEngine(host)();
  // What nobody hears is thrown.
  expect(() => host.stdout.emit("error", new Error("EPIPE"))).toThrow("EPIPE");
  pipe.theirs.destroy();
  expect(await within(100, () => codes.length > 0)).toBe(false);
});

test.each(["", "127.0.0.1", ":1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:1x"])(
  "an address that is none says nothing: %j",
  async (address) => {
    const { host, codes } = hostOf([hostScript, address]);
    await watchEngine(host)();
    expect(codes).toEqual([]);
  },
);

test("no address at all says nothing", async () => {
  const { host, codes } = hostOf([hostScript]);
  await watchEngine(host)();
  expect(codes).toEqual([]);
});

test("a host name that is not found says nothing", async () => {
  const { host, codes } = hostOf([hostScript, "nowhere.invalid:1"]);
  await watchEngine(host)();
  expect(codes).toEqual([]);
});

// A machine without IPv6 cannot show it: jest counts it as skipped there.
const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);

(hasIPv6 ? test : test.skip)("an IPv6 address stands in brackets", async () => {
  await closeEngine();
  engine = net.createServer((socket) => socket.resume()).listen(0, "::1");
  await once(engine, "listening");
  const { host, codes } = hostOf([hostScript, engineAddress("[::1]")]);
  const requireEngine = watchEngine(host);
  await requireEngine();
  expect(codes).toEqual([]);
  await closeEngine();
  await requireEngine();
  expect(codes).toEqual([1]);
});

test.each(["stdout", "stderr"] as const)("a broken %s ends the process at once", (name) => {
  const { host, codes } = hostOf([hostScript, engineAddress()]);
  watchEngine(host);
  host[name].emit("error", new Error("EPIPE"));
  expect(codes).toEqual([1]);
});

test("the end of stdin alone ends nothing; the engine's end after it does, with no request that asks", async () => {
  const { host, codes } = hostOf([hostScript, engineAddress()], pipe.ours);
  watchEngine(host);
  pipe.theirs.destroy();
  expect(await within(400, () => codes.length > 0)).toBe(false);
  await closeEngine();
  expect(await within(2_000, () => codes.length > 0)).toBe(true);
  expect(codes[0]).toBe(1);
});

test("the end of stdin and of the engine ends the process at once, well before it is looked at again", async () => {
  const { host, codes } = hostOf([hostScript, engineAddress()], pipe.ours);
  watchEngine(host);
  await closeEngine();
  const begun = performance.now();
  pipe.theirs.destroy();
  expect(await within(2_000, () => codes.length > 0)).toBe(true);
  expect(performance.now() - begun).toBeLessThan(200);
});

test("the engine's end alone ends nothing until something asks: stdin is still open", async () => {
  const { host, codes } = hostOf([hostScript, engineAddress()], pipe.ours);
  watchEngine(host);
  await closeEngine();
  expect(await within(400, () => codes.length > 0)).toBe(false);
});

test.each([
  ["a terminal", () => Object.assign(pipe.ours, { isTTY: true })],
  ["a file", () => new PassThrough()],
])("the end of %s says nothing", async (_, stdinOf) => {
  const stdin = stdinOf();
  const { host, codes } = hostOf([hostScript, engineAddress()], stdin);
  watchEngine(host);
  await closeEngine();
  pipe.theirs.destroy();
  stdin.destroy();
  expect(await within(300, () => codes.length > 0)).toBe(false);
});
