// A Pulumi project in the checkout, an emulator, and the real CLI with a backend of its own.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { DEFAULT_KEY, type Emulator, type SeedConfig, startEmulator } from "../emulator";

// Inside the checkout, so that the program finds the package in node_modules above it.
const workFolder = join(__dirname, "../../.work");

/** What a command printed, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project whose stack the real CLI runs. */
export interface Project {
  readonly folder: string;
  readonly emulator: Emulator;
  readonly stateFile: string;
  /** Environment of commands; a test may change it. */
  readonly env: Record<string, string | undefined>;
  /** Writes index.js. */
  program(body: string): Promise<void>;
  /** Runs the real CLI; rejects where it fails. */
  pulumi(...args: string[]): Promise<string>;
  /** Runs this package's command line as a process of its own. */
  cli(...args: string[]): Promise<Ended>;
  close(): Promise<void>;
}

/** Opens a project with a stack "test". */
export async function openProject(pulumi: string, seed: SeedConfig[]): Promise<Project> {
  await mkdir(workFolder, { recursive: true });
  const folder = await mkdtemp(join(workFolder, "cli-"));
  const emulator = await startEmulator({ seed, rate: 1000, windowSeconds: 1 });
  const backend = join(folder, "backend");
  await mkdir(backend);
  await writeFile(
    join(folder, "Pulumi.yaml"),
    "name: desks\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n",
  );
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "desks", main: "index.js" }));
  const env: Record<string, string | undefined> = {
    ...process.env,
    PATH: `${dirname(pulumi)}${delimiter}${process.env.PATH}`,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "only for tests",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    CARECYCLE_API_KEY: undefined,
    CARECYCLE_BASE_URL: emulator.url,
  };
  const project: Project = {
    folder,
    emulator,
    env,
    stateFile: join(backend, ".pulumi", "stacks", "desks", "test.json"),
    program: (body) =>
      writeFile(
        join(folder, "index.js"),
        `"use strict";\nconst pulumi = require("@pulumi/pulumi");\nconst { TransferConfig } = require("pulumi-carecycle");\n${body}\n`,
      ),
    async pulumi(...args) {
      const ended = await start(pulumi, [...args, "--non-interactive"], folder, env);
      if (ended.code !== 0) throw new Error(ended.stderr || ended.stdout);
      return ended.stdout;
    },
    cli: (...args) => start(process.execPath, [command, ...args], folder, env),
    async close() {
      await emulator.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await project.pulumi("stack", "init", "test");
  await project.pulumi("config", "set", "--secret", "carecycle:apiKey", DEFAULT_KEY);
  return project;
}

const command = join(__dirname, "../../provider/dist/cli/main.js");

function start(
  file: string,
  args: string[],
  cwd: string,
  env: Record<string, string | undefined>,
): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env: env as NodeJS.ProcessEnv, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}

/** Bytes of a file. */
export const bytes = (file: string): Promise<Buffer> => readFile(file);
