// What is said of Node, the Pulumi CLI, the project, the SDK and this package.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Finding } from "../../../provider/cli/doctor/finding";
import { cliFinding, installation, node, ownPackage, sdk } from "../../../provider/cli/doctor/installation";

// The Pulumi CLI, as far as it is asked for its version: it does not run where `cli` is undefined.
let cli: string | undefined;
jest.mock("node:child_process", () => ({
  execFile: (
    command: string,
    args: readonly string[],
    { env }: { env: NodeJS.ProcessEnv },
    done: (error: Error | null, stdout: string) => void,
  ) => {
    const isAsked = [command, ...args].join(" ") === "pulumi version" && env.PATH === "/bin";
    // The CLI would look for a later version of itself, which takes time.
    const isQuiet = env.PULUMI_SKIP_UPDATE_CHECK === "true";
    if (cli === undefined || !isAsked || !isQuiet) done(new Error("ENOENT"), "v9.9.9");
    else done(null, cli);
  },
}));

const repository = join(__dirname, "../../..");
const own = join(repository, "provider");
const installed = (folder: string, version: string, asks?: string) => ({ folder, version, node: asks });
const problem = (text: string, advice: string): Finding => ({ grade: "problem", text, advice });
const warning = (text: string, advice: string): Finding => ({ grade: "warning", text, advice });
const ok = (text: string): Finding => ({ grade: "ok", text });

test("Node", () => {
  expect(node("v20.19.0")).toEqual(ok("Node 20.19.0"));
  expect(node("v20.18.3")).toEqual(
    problem("Node v20.18.3 is not in >=20.19", "Install Node 20.19 or newer."),
  );
});

test("the Pulumi CLI", () => {
  expect(cliFinding("v3.260.0")).toEqual(ok("Pulumi CLI 3.260.0"));
  expect(cliFinding("3.216.0-dev")).toEqual(ok("Pulumi CLI 3.216.0-dev"));
  expect(cliFinding("v3.215.0")).toEqual(
    problem(
      "Pulumi CLI v3.215.0 is older than 3.216.0: drift would not show",
      "Update it: https://www.pulumi.com/docs/install",
    ),
  );
  expect(cliFinding(undefined)).toEqual(
    problem(
      "the Pulumi CLI is not on PATH, or does not run",
      "Install it: https://www.pulumi.com/docs/install",
    ),
  );
});

describe("the SDK", () => {
  const range = ">=3.216.0 <4";
  test.each<[string, ReturnType<typeof installed>[], Finding[]]>([
    [
      "missing",
      [],
      [problem("@pulumi/pulumi is not installed for the program", "Run: npm install @pulumi/pulumi")],
    ],
    ["there", [installed("/a", "3.216.0")], [ok("@pulumi/pulumi 3.216.0")]],
    ["for this Node", [installed("/a", "3.216.0", ">=20")], [ok("@pulumi/pulumi 3.216.0")]],
    [
      "too old",
      [installed("/a", "3.215.9")],
      [problem(`@pulumi/pulumi 3.215.9 is not in ${range}`, "Run: npm install @pulumi/pulumi@latest")],
    ],
    [
      "for another Node, and there twice",
      [installed("/a", "3.300.0", ">=22"), installed("/b", "3.301.0")],
      [
        warning(
          "@pulumi/pulumi 3.300.0 asks for Node >=22, and this is v20.19.0",
          "Update Node, or install an older @pulumi/pulumi.",
        ),
        warning(
          "@pulumi/pulumi is installed 2 times: 3.300.0 in /a, 3.301.0 in /b",
          "Outputs of one copy are not those of another. Run: npm dedupe",
        ),
      ],
    ],
  ])("%s", (_, copies, findings) => {
    expect(sdk(copies, "v20.19.0")).toEqual(findings);
  });
});

describe("this package", () => {
  const running = { folder: "/a", version: "0.1.0" };
  test.each<[string, ReturnType<typeof installed>[], Finding[]]>([
    [
      "missing",
      [],
      [
        problem(
          "pulumi-carecycle is not installed for the program: neither it nor the state's resources can load it",
          "Run: npm install pulumi-carecycle",
        ),
      ],
    ],
    ["there, and the one that runs", [installed("/a", "0.1.0")], [ok("pulumi-carecycle 0.1.0")]],
    [
      "three times, of which another one runs",
      [installed("/b", "0.2.0"), installed("/a", "0.1.0"), installed("/c", "0.3.0")],
      [
        warning(
          "pulumi-carecycle is installed 3 times: 0.2.0 in /b, 0.1.0 in /a, 0.3.0 in /c",
          "The engine runs the first one, whichever a component was written for. Run: npm dedupe",
        ),
        warning(
          "this command line is version 0.1.0 in /a, and the program loads 0.2.0 from /b",
          "Run it in the project's folder as: npx pulumi-carecycle",
        ),
      ],
    ],
  ])("%s", (_, copies, findings) => {
    expect(ownPackage(copies, running)).toEqual(findings);
  });

  test("the copy that runs is the one that this file belongs to", () => {
    const { version } = require("pulumi-carecycle/package.json") as { version: string };
    expect(ownPackage([installed(realpathSync(own), version)])).toEqual([ok(`pulumi-carecycle ${version}`)]);
  });
});

describe("all of it", () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "installation-")));
    cli = undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const all = async () => {
    const findings: Finding[] = [];
    const context = { env: { PATH: "/bin" } } as never;
    for await (const finding of installation(folder, context)) findings.push(finding);
    return findings;
  };
  const texts = async () => (await all()).map(({ grade, text }) => `${grade}: ${text}`);
  const install = (name: string, where: string, version: string) => {
    const file = join(folder, where, "node_modules", name, "package.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ version }));
    return dirname(file);
  };
  const project = (text: string, name = "Pulumi.yaml") => writeFileSync(join(folder, name), text);

  test("of an empty folder", async () => {
    expect((await all()).slice(1)).toEqual([
      cliFinding(undefined),
      problem("there is no Pulumi.yaml here", "Run this in the project's folder, or give it with --cwd."),
      ...sdk([], process.version),
      ...ownPackage([]),
    ]);
  });

  test("of a project: what its program loads from where it stands", async () => {
    cli = "v3.260.0\n";
    project("name: desks\nruntime: nodejs\nmain: app/index.ts\n");
    install("@pulumi/pulumi", "app", "3.300.0");
    install("@pulumi/pulumi", ".", "3.1.0");
    const carecycle = install("pulumi-carecycle", ".", "0.0.7");
    const { version } = require("pulumi-carecycle/package.json") as { version: string };
    expect(await texts()).toEqual([
      expect.stringContaining("Node "),
      "ok: Pulumi CLI 3.260.0",
      "ok: project desks",
      "ok: @pulumi/pulumi 3.300.0",
      `warning: this command line is version ${version} in ${realpathSync(own)}, and the program loads 0.0.7 from ${carecycle}`,
    ]);
  });

  test("of a folder without a project: what it would load itself", async () => {
    install("@pulumi/pulumi", ".", "3.300.0");
    expect(await texts()).toContain("ok: @pulumi/pulumi 3.300.0");
  });

  test.each([
    ["no runtime", "name: desks\n", "ok: project desks"],
    ["nodejs", "name: desks\nruntime: nodejs\n", "ok: project desks"],
    ["bun", "name: desks\nruntime: bun\n", "ok: project desks"],
    ["python", "name: desks\nruntime: python\n", "problem: project desks has the runtime python"],
    ["go", "name: desks\nruntime:\n  name: go\n", "problem: project desks has the runtime go"],
  ])("of a project whose runtime is %s", async (_, text, expected) => {
    project(text);
    expect((await texts())[2]).toBe(expected);
  });

  test("of a program in another language, with what to do, and where its packages would be", async () => {
    project("name: desks\nruntime: python\nmain: app\n");
    install("@pulumi/pulumi", "app", "3.300.0");
    const findings = await all();
    expect(findings[2]?.advice).toBe("This package is for programs of the runtime nodejs.");
    expect(findings[3]).toEqual(ok("@pulumi/pulumi 3.300.0"));
  });
});
