// What each entry point loads, and when: a program waits for it at every preview, and a user for every `--help`.
import { spawnSync } from "node:child_process";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** What a process had loaded when its script called `note()`, beyond the SDK and what the SDK loads. */
interface Loaded {
  /** Packages of node_modules. */
  readonly packages: string[];
  /** The package's own modules, as `api/client`. */
  readonly own: string[];
}

// `require.cache` does not list ES modules: node-fetch is one, and api/http the only file that loads it.
function loadedBy(script: string): Loaded[] {
  const lines = `
    const noted = [];
    require("@pulumi/pulumi");
    const before = new Set(Object.keys(require.cache));
    const note = () => noted.push(Object.keys(require.cache).filter((file) => !before.has(file)));
    process.on("exit", () => require("node:fs").writeSync(2, "\\nnoted:" + JSON.stringify(noted) + "\\n"));
    ${script}`;
  const { stderr } = spawnSync(process.execPath, ["-e", lines], {
    cwd: root,
    encoding: "utf8",
    // An address that nobody listens at.
    env: { ...process.env, CARECYCLE_API_KEY: "cc_unit", CARECYCLE_BASE_URL: "http://127.0.0.1:1" },
  });
  const [, json] = /^noted:(.*)$/m.exec(stderr) ?? [];
  if (json === undefined) throw new Error(stderr);
  return (JSON.parse(json) as string[][]).map((files) => ({
    packages: unique(files.map((file) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1])),
    own: unique(files.map((file) => /\/provider\/dist\/(.+)\.js$/.exec(file)?.[1])),
  }));
}

function unique(names: (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

const validation = ["fastest-levenshtein", "zod"];
const client = ["api/client", "api/http"];

test("a program loads no other package by its import, the schemas with its first config, and the client with its first request", () => {
  const [imported, declared, read] = loadedBy(`
    const pulumi = require("@pulumi/pulumi");
    const mocks = { newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: () => ({}) };
    const { TransferConfig, getTransferConfig } = require("./provider/dist/index.js");
    note();
    pulumi.runtime.setMocks(mocks, "project", "stack").then(() => {
      new TransferConfig("sales", { name: "Sales" });
      note();
      getTransferConfig({ id: "497f6eca-6276-4993-bfeb-53cbbbba6f08" }).catch(() => {});
      note();
      process.exit();
    });
  `);
  expect(imported?.own).toContain("program/transferConfig");
  expect(imported?.packages).toEqual([]);
  expect(imported?.own).not.toContain("api/client");
  expect(imported?.own).not.toContain("api/http");
  expect(declared?.packages).toEqual(validation);
  expect(declared?.own).not.toContain("api/http");
  expect(read?.own).toEqual(expect.arrayContaining(client));
});

test("a program that imports nothing else loads no Automation API and nothing that serialises functions", () => {
  const { stdout } = spawnSync(
    process.execPath,
    ["-e", `require("./provider/dist/index.js"); console.log(JSON.stringify(Object.keys(require.cache)));`],
    { cwd: root, encoding: "utf8" },
  );
  const loaded = (JSON.parse(stdout) as string[]).filter((file) => file.includes("/@pulumi/pulumi/"));
  expect(loaded).toContainEqual(expect.stringMatching(/pulumi\/resource\.js$/));
  expect(loaded.filter((file) => /\/automation\/|\/closure\//.test(file))).toEqual([]);
});

test("the provider's process loads the schemas with its first check, and the client with its first request", () => {
  const [imported, checked, read] = loadedBy(`
    const { provider } = require("./provider/dist/dynamic.js");
    note();
    provider.configure({ config: { get: () => undefined } });
    provider.diff("id", { name: "Sales" }, { name: "Desk" });
    provider.check({}, { name: "Sales" });
    note();
    provider.read("497f6eca-6276-4993-bfeb-53cbbbba6f08", {}).catch(() => {});
    note();
    process.exit();
  `);
  expect(imported?.own).toContain("lifecycle/provider");
  expect(imported?.packages).toEqual([]);
  expect(imported?.own).not.toContain("api/http");
  expect(checked?.packages).toEqual(validation);
  expect(checked?.own).not.toContain("api/http");
  expect(read?.own).toEqual(expect.arrayContaining(client));
});

test.each(["--help", "--version", "drift --help"])(
  "the command line loads commander alone for %s",
  (args) => {
    const [loaded] = loadedBy(`
    process.argv = ["node", "pulumi-carecycle", ...${JSON.stringify(args.split(" "))}];
    require("./provider/dist/cli/main.js");
    process.on("beforeExit", note);
  `);
    expect(loaded?.own).toContain("cli/commandLine");
    expect(loaded?.packages).toEqual(["commander"]);
    expect(loaded?.own.filter((name) => /commands|render|report|client/.test(name))).toEqual([]);
  },
);
