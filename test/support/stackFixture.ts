// What an e2e spec needs: an emulator, a program of transfer configs that can be edited, a stack on an engine.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { DEFAULT_KEY, type Emulator, type EmulatorOptions, startEmulator } from "../emulator";
import type { Engine, Stack, StackOptions, Step } from "../engine";
import { installation } from "./installation";
import { programFile, projectFiles } from "./programLanguages";

/** Inputs of the program's resources by logical name; a string is JavaScript, for outputs and options. */
export type Resources = Record<string, object | string>;

export interface StackFixture {
  readonly emulator: Emulator;
  readonly stack: Stack;
  /** Replaces the program by one that declares these resources, behind `head` (more JavaScript). */
  program(resources: Resources, head?: string): Promise<void>;
  close(): Promise<void>;
}

// Where the program finds the package as a user's program does, in node_modules above it: inside the checkout, or beside
// the package that is tried as installed.
const workFolder = installation
  ? path.join(installation.folder, "stacks")
  : path.join(__dirname, "../../.work");
const { language = "javascript", node } = installation ?? {};

/** A fixture on one engine, its emulator with the given options and a generous quota. */
export async function startStackFixture(
  engine: Engine,
  options: Partial<EmulatorOptions> = {},
  config: StackOptions["config"] = {},
): Promise<StackFixture> {
  await fs.mkdir(workFolder, { recursive: true });
  const projectDir = await fs.mkdtemp(path.join(workFolder, "e2e-"));
  const emulator = await startEmulator({ rate: 1000, windowSeconds: 1, ...options });
  await writeProject(projectDir);
  const stack = await engine.createStack({
    projectDir,
    config: {
      "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
      "carecycle:baseUrl": { value: emulator.url },
      "carecycle:rateLimit": { value: "1000" },
      "carecycle:rateWindowSeconds": { value: "1" },
      ...config,
    },
    env: {
      CARECYCLE_API_KEY: undefined,
      CARECYCLE_CLIENT_ID: undefined,
      HTTP_PROXY: undefined,
      http_proxy: undefined,
      // Specs declare what has no such type, too.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
    },
    node,
  });
  return {
    emulator,
    stack,
    program: (resources, head) => writeProgram(projectDir, resources, head),
    async close() {
      await stack.dispose();
      await emulator.close();
      await fs.rm(projectDir, { recursive: true, force: true });
    },
  };
}

/** Makes a folder a Pulumi project, whose program is still to be written. */
export async function writeProject(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(projectFiles("e2e", language)))
    await fs.writeFile(path.join(folder, name), text);
}

/** Writes the program of such a project. */
export async function writeProgram(folder: string, resources: Resources, head = ""): Promise<void> {
  const lines = Object.entries(resources).map(
    ([name, args]) =>
      `const ${identifier(name)} = new carecycle.TransferConfig(${JSON.stringify(name)}, ${typeof args === "string" ? args : JSON.stringify(args)});`,
  );
  const { file, text } = programFile([head, ...lines].join("\n"), language);
  await fs.writeFile(path.join(folder, file), text);
}

const identifier = (name: string) => `r_${name.replace(/\W/g, "_")}`;

/** Steps of transfer configs, the stack's own left out. */
export function configSteps(steps: readonly Step[]): Step[] {
  return steps.filter((step) => step.urn.includes("TransferConfig"));
}

/** The steps that would change or did change something, as `op name`. */
export function changes(steps: readonly Step[]): string[] {
  return configSteps(steps)
    .filter((step) => step.op !== "same" && step.op !== "refresh")
    .map((step) => `${step.op} ${step.urn.split("::").pop()}`);
}

/** The leaves that an update of the resource `name` would change. */
export function updatedLeaves(steps: readonly Step[], name: string): Step["detailedDiff"] {
  return steps.find((step) => step.op === "update" && step.urn.endsWith(`::${name}`))?.detailedDiff;
}

/** The requests that the emulator logged, those of one config if its id is given, as `METHOD`, or `METHOD body`. */
export function wire(emulator: Emulator, id?: string): string[] {
  return emulator.requests
    .filter((r) => id === undefined || r.path.endsWith(`/${id}`))
    .map((r) => (r.body === undefined ? r.method : `${r.method} ${JSON.stringify(r.body)}`));
}
