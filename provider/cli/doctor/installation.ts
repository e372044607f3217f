// What is installed: Node, the Pulumi CLI, the project, the SDK and this package as the program loads them.
import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CliContext } from "../cliContext";
import { projectFile } from "../preview/projectFile";
import { type Finding, ok, problem, warning } from "./finding";
import { copies, type Installed } from "./packages";
import { satisfies } from "./versionRange";

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly peerDependencies: { readonly "@pulumi/pulumi": string };
}

const sdkName = "@pulumi/pulumi";
const packageName = "pulumi-carecycle";
const manifest = (): Manifest => require("pulumi-carecycle/package.json");

/** Everything about what is installed for the program in the folder `cwd`, which holds Pulumi.yaml. */
export async function* installation(cwd: string, context: CliContext): AsyncGenerator<Finding> {
  yield node(process.version);
  yield cliFinding(await cliVersion(context.env));
  const project = projectOf(cwd);
  yield project.finding;
  const folder = join(cwd, project.main);
  const sdks = copies(sdkName, folder);
  yield* sdk(sdks, process.version);
  yield* ownPackage(copies(packageName, folder));
}

/** Node itself. */
export function node(version: string): Finding {
  const range = manifest().engines.node;
  if (satisfies(version, range)) return ok(`Node ${version.replace(/^v/, "")}`);
  return problem(`Node ${version} is not in ${range}`, `Install Node ${range.replace(/^>=/, "")} or newer.`);
}

function cliVersion(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  return new Promise((resolve) => {
    const options = { env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" }, timeout: 30_000 };
    execFile("pulumi", ["version"], options, (error, stdout) => resolve(error ? undefined : stdout.trim()));
  });
}

/** The Pulumi CLI, by what `pulumi version` printed. */
export function cliFinding(version: string | undefined): Finding {
  if (version === undefined)
    return problem(
      "the Pulumi CLI is not on PATH, or does not run",
      "Install it: https://www.pulumi.com/docs/install",
    );
  const range = manifest().peerDependencies[sdkName];
  if (satisfies(version, range)) return ok(`Pulumi CLI ${version.replace(/^v/, "")}`);
  return problem(
    `Pulumi CLI ${version} is older than ${range.replace(/^>=(\S+).*/, "$1")}: drift would not show`,
    "Update it: https://www.pulumi.com/docs/install",
  );
}

/** The project, and the folder of its program within it. */
function projectOf(cwd: string): { finding: Finding; main: string } {
  const project = projectFile(cwd);
  if (project === undefined) {
    const finding = problem(
      "there is no Pulumi.yaml here",
      "Run this in the project's folder, or give it with --cwd.",
    );
    return { finding, main: "." };
  }
  const { name, runtime, main } = project;
  if (runtime !== undefined && runtime !== "nodejs" && runtime !== "bun") {
    const finding = problem(
      `project ${name} has the runtime ${runtime}`,
      "This package is for programs of the runtime nodejs.",
    );
    return { finding, main };
  }
  return { finding: ok(`project ${name}`), main };
}

/** The Pulumi SDK: there, in the range of this package, and one copy of it. */
export function sdk([own, ...others]: readonly Installed[], nodeVersion: string): Finding[] {
  if (own === undefined)
    return [problem(`${sdkName} is not installed for the program`, `Run: npm install ${sdkName}`)];
  const range = manifest().peerDependencies[sdkName];
  const findings: Finding[] = [];
  const named = `${sdkName} ${own.version}`;
  if (!satisfies(own.version, range))
    findings.push(problem(`${named} is not in ${range}`, `Run: npm install ${sdkName}@latest`));
  if (own.node !== undefined && !satisfies(nodeVersion, own.node))
    findings.push(
      warning(
        `${named} asks for Node ${own.node}, and this is ${nodeVersion}`,
        `Update Node, or install an older ${sdkName}.`,
      ),
    );
  if (others.length > 0)
    findings.push(
      warning(
        `${sdkName} is installed ${others.length + 1} times: ${listed([own, ...others])}`,
        "Outputs of one copy are not those of another. Run: npm dedupe",
      ),
    );
  return findings.length > 0 ? findings : [ok(named)];
}

/** This package: there, one copy of it, and the one whose command line runs. */
export function ownPackage([own, ...others]: readonly Installed[], running = runningCopy()): Finding[] {
  if (own === undefined)
    return [
      problem(
        `${packageName} is not installed for the program: neither it nor the state's resources can load it`,
        `Run: npm install ${packageName}`,
      ),
    ];
  const findings: Finding[] = [];
  if (others.length > 0)
    findings.push(
      warning(
        `${packageName} is installed ${others.length + 1} times: ${listed([own, ...others])}`,
        "The engine runs the first one, whichever a component was written for. Run: npm dedupe",
      ),
    );
  if (running.folder !== own.folder)
    findings.push(
      warning(
        `this command line is version ${running.version} in ${running.folder}, and the program loads ${own.version} from ${own.folder}`,
        `Run it in the project's folder as: npx ${packageName}`,
      ),
    );
  return findings.length > 0 ? findings : [ok(`${packageName} ${own.version}`)];
}

const listed = (all: readonly Installed[]) =>
  all.map(({ version, folder }) => `${version} in ${folder}`).join(", ");

function runningCopy(): Pick<Installed, "folder" | "version"> {
  const folder = realpathSync(dirname(require.resolve("pulumi-carecycle/package.json")));
  return { folder, version: manifest().version };
}
