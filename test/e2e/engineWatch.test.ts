// The SDK's host with the provider in it, and an engine that goes away: each sign of that by itself.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as net from "node:net";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, ConfigureRequest, CreateRequest, ReadRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { DEFAULT_KEY, type Emulator, startEmulator } from "../emulator";

const __provider = 'exports.handler = () => require("pulumi-carecycle/dynamic").provider;';
// A program's folder, from which the host resolves the package.
const cwd = path.join(__dirname, "../../examples/quickstart");
const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

let emulator: Emulator;
let engine: net.Server;
let host: ChildProcess;
let client: ResourceProviderClient;
let exited: Promise<unknown>;
beforeEach(async () => {
  emulator = await startEmulator({ seed: [{ id, name: "Sales" }] });
  engine = net.createServer((socket) => socket.on("error", () => undefined).resume()).listen(0, "127.0.0.1");
  await once(engine, "listening");
});
afterEach(async () => {
  client.close();
  host.kill("SIGKILL");
  await exited;
  if (engine.listening) engine.close();
  await emulator.close();
});

/** Starts the host as the engine does, with the provider loaded by a first check. */
async function start(stdin: "pipe" | "ignore"): Promise<void> {
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const { port } = engine.address() as net.AddressInfo;
  host = spawn(process.execPath, [script, `127.0.0.1:${port}`], { cwd, stdio: [stdin, "pipe", "pipe"] });
  host.stderr?.resume();
  exited = once(host, "exit");
  if (!host.stdout) throw new Error("the host has no stdout");
  const [line] = await once(host.stdout, "data");
  const credentials = grpc.credentials.createInsecure();
  client = new ResourceProviderClient(`127.0.0.1:${String(line).trim()}`, credentials);
  const request = new ConfigureRequest();
  const config = {
    "carecycle:apiKey": DEFAULT_KEY,
    "carecycle:baseUrl": emulator.url,
    "carecycle:rateLimit": "1",
    "carecycle:rateWindowSeconds": "600",
  };
  request.setArgs(Struct.fromJavaScript(config));
  await call("configure", request);
  await check({ name: "Desk" });
}

const struct = (values: object) => Struct.fromJavaScript({ __provider, ...values } as never);

function call(method: "configure" | "check" | "create" | "read", request: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const answer = (error: Error | null, response: unknown) => (error ? reject(error) : resolve(response));
    (client[method] as unknown as (request: object, callback: typeof answer) => void).call(
      client,
      request,
      answer,
    );
  });
}
function check(news: object): Promise<unknown> {
  const request = new CheckRequest();
  request.setOlds(Struct.fromJavaScript({}));
  request.setNews(struct(news));
  return call("check", request);
}
function create(): Promise<unknown> {
  const request = new CreateRequest();
  request.setProperties(struct({ name: "Desk" }));
  return call("create", request);
}
function read(): Promise<unknown> {
  const request = new ReadRequest();
  request.setId(id);
  request.setProperties(struct({ name: "Sales", managedFields: ["name"] }));
  return call("read", request);
}
const methods = () => emulator.requests.map(({ method }) => method);
/** Whether the host has ended within so many ms. */
async function endsWithin(ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((wake) => {
    timer = setTimeout(() => wake(false), ms);
  });
  return Promise.race([exited.then(() => true), late]).finally(() => clearTimeout(timer));
}

test("the end of stdin and of the server: the process ends at once, with a request waiting for the quota", async () => {
  await start("pipe");
  await read();
  const waiting = create().catch((error: Error) => error);
  engine.close();
  host.stdin?.end();
  expect(await endsWithin(5_000)).toBe(true);
  expect(await waiting).toBeInstanceOf(Error);
  expect(methods()).toEqual(["GET"]);
});

test("the end of stdin alone: an engine that is still there is served, until it is gone", async () => {
  await start("pipe");
  host.stdin?.end();
  expect(await endsWithin(700)).toBe(false);
  await create();
  expect(methods()).toEqual(["POST"]);
  engine.close();
  expect(await endsWithin(5_000)).toBe(true);
});

test("stdin that is no pipe says nothing; the check before a write does: it is not sent", async () => {
  await start("ignore");
  expect(await endsWithin(300)).toBe(false);
  engine.close();
  expect(await endsWithin(700)).toBe(false);
  await expect(create()).rejects.toThrow();
  expect(await endsWithin(5_000)).toBe(true);
  expect(methods()).toEqual([]);
});

test("a broken stderr ends the process with the first line, instead of going round for ever", async () => {
  await start("ignore");
  host.stderr?.destroy();
  // Adopting prints a line.
  await check({ transferConfigId: id, name: "Other" }).catch(() => undefined);
  expect(await endsWithin(5_000)).toBe(true);
  expect(methods()).toEqual(["GET"]);
});

test("outside the host nothing is watched: a script that loads the provider ends as it would, and with its own code", async () => {
  const script = 'require("pulumi-carecycle/dynamic"); setTimeout(() => { process.exitCode = 3; }, 500);';
  for (const stdin of ["pipe", "ignore"] as const) {
    const child = spawn(process.execPath, ["-e", script, "script", "127.0.0.1:1"], {
      cwd,
      stdio: [stdin, "ignore", "inherit"],
    });
    child.stdin?.end();
    const [code] = await once(child, "exit");
    expect(code).toBe(3);
  }
  client = new ResourceProviderClient("127.0.0.1:1", grpc.credentials.createInsecure());
  exited = Promise.resolve();
});
