// The constant `__provider` text, fed to the SDK's own dynamic-provider host.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { CheckRequest, type CheckResponse, ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

const text = 'exports.handler = () => require("pulumi-carecycle/dynamic").provider;';

let host: ChildProcess;
let client: ResourceProviderClient;

beforeAll(async () => {
  const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  // A program's folder, from which the host resolves the package.
  const cwd = path.join(__dirname, "../../examples/quickstart");
  host = spawn(process.execPath, [script, "127.0.0.1:1"], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  if (!host.stdout) throw new Error("the host has no stdout");
  const [port] = await once(host.stdout, "data");
  client = new ResourceProviderClient(`127.0.0.1:${String(port).trim()}`, grpc.credentials.createInsecure());
  const request = new ConfigureRequest();
  request.setArgs(Struct.fromJavaScript({}));
  await new Promise((resolve, reject) =>
    client.configure(request, (error, answer) => (error ? reject(error) : resolve(answer))),
  );
});

afterAll(() => {
  client.close();
  host.kill();
});

function check(news: Record<string, unknown>): Promise<CheckResponse> {
  const request = new CheckRequest();
  request.setOlds(Struct.fromJavaScript({}));
  request.setNews(Struct.fromJavaScript(news as never));
  return new Promise((resolve, reject) => {
    client.check(request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

test("the host loads the installed package from a text of at most 100 bytes", async () => {
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(100);
  const good = await check({ __provider: text, name: "Desk", warmTransfer: true });
  expect(good.getFailuresList()).toEqual([]);
  expect(good.getInputs()?.toJavaScript()).toEqual({ __provider: text, name: "Desk", warmTransfer: true });

  const bad = await check({ __provider: text, name: "", warmTransfers: true });
  expect(bad.getFailuresList().map((f) => [f.getProperty(), f.getReason()])).toEqual([
    ["name", "must not be empty"],
    ["warmTransfers", "is not a known property: did you mean warmTransfer?"],
  ]);
});
