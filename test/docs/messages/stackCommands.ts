// Provokes the messages of commands that read a stack, or the account, with a stack that answers as told.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReadOnlyStack } from "../../../provider/cli/preview/stack";
import { transferConfigType } from "../../../provider/model/internalNames";
import { DEFAULT_KEY, type EmulatorOptions, startEmulator } from "../../emulator";
import { runCli } from "../../support/runCli";
import { id, type Provoked } from "./provoked";

const stranger = "11111111-1111-4111-8111-111111111111";
const desk = { id, name: "Desk", sipHeaders: "X-Token: 1" };

interface Scene {
  readonly emulator?: EmulatorOptions;
  readonly env?: NodeJS.ProcessEnv;
  /** What takes the place of a module. */
  readonly module?: readonly [path: string, make: () => object];
  /** More files of the folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the folder holds a project. @default true */
  readonly project?: boolean;
  /** Run one after the other, in a project's folder; what the last one says counts. */
  readonly lines: readonly (readonly string[])[];
}

/** What the command line says, in a folder of a project, with the emulated API behind it. */
const said =
  ({ emulator: options, env, module, files = {}, project = true, lines }: Scene) =>
  async (): Promise<string> => {
    const folder = mkdtempSync(join(tmpdir(), "said-"));
    const emulator = await startEmulator({ seed: [desk], rate: 1000, windowSeconds: 1, ...options });
    const { PATH } = process.env;
    try {
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      if (project) writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
      // No Pulumi CLI: what a stack says is told by the module that takes its place.
      process.env.PATH = folder;
      const all = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url, ...env };
      let text = "";
      const runAll = async (run: typeof runCli) => {
        for (const line of lines) {
          const args = line.map((arg) => arg.replace("FOLDER", folder));
          text = (await run(args, { env: all, cwd: folder })).stderr;
        }
      };
      if (module === undefined) await runAll(runCli);
      else
        await jest.isolateModulesAsync(() => {
          jest.doMock(...module);
          return runAll((require("../../support/runCli") as { runCli: typeof runCli }).runCli);
        });
      return text;
    } finally {
      process.env.PATH = PATH;
      if (module) jest.dontMock(module[0]);
      await emulator.close();
      rmSync(folder, { recursive: true, force: true });
    }
  };

const stackModule = "../../../provider/cli/preview/stack";
const stack: ReadOnlyStack = {
  name: "dev",
  recorded: async () => [],
  config: async () => new Map([["desks:desk-sipheaders", "another"]]),
  recordedConfigs: async () => [`urn:pulumi:dev::desks::${transferConfigType}::desk`],
  preview: async () => ({ steps: [], config: {} }),
};
const openStack = (): object => ({ openStack: async () => stack });

export const ofStackCommands: Provoked = {
  "pulumi-carecycle: @pulumi/pulumi is not installed here": said({
    module: [
      "@pulumi/pulumi/automation/index.js",
      () => {
        throw Object.assign(new Error("no such module"), { code: "MODULE_NOT_FOUND" });
      },
    ],
    lines: [["drift", "--cwd", "FOLDER"]],
  }),
  "pulumi-carecycle: the preview skipped NAME, so this shard is not known to be clean": said({
    module: [stackModule, openStack],
    lines: [["drift", "--shard", "1/1", "--cwd", "FOLDER"]],
  }),
  "pulumi-carecycle: the stack's config holds other values, which were left as they are": said({
    module: [stackModule, openStack],
    lines: [["adopt", id, "--set-secrets", "--cwd", "FOLDER", "--out", "FOLDER/configs"]],
  }),
  "pulumi-carecycle: without a stack, with the key of the environment: REASON": said({ lines: [["usage"]] }),
  "pulumi-carecycle: nothing to adopt: no file was written": said({
    emulator: { campaigns: [], appointmentConfigs: [] },
    project: false,
    lines: [["adopt", "--discover", "--out", "FOLDER/configs"]],
  }),
  "pulumi-carecycle: what was written is of client CLIENT, but the stacks here pin CLIENT": said({
    files: { "Pulumi.dev.yaml": `config:\n  carecycle:clientId: ${stranger}\n` },
    lines: [["adopt", id, "--out", "FOLDER/configs"]],
  }),
  "pulumi-carecycle: FILE exists, and nothing was written": said({
    lines: [1, 2].map((n) => [
      "adopt",
      id,
      "--out",
      `FOLDER/configs${n}`,
      "--import-file",
      "FOLDER/import.json",
    ]),
  }),
  "pulumi-carecycle: the key belongs to client CLIENT, but client CLIENT is pinned: its configs cannot be found":
    said({
      env: { CARECYCLE_CLIENT_ID: stranger },
      project: false,
      lines: [["adopt", "--discover", "--out", "FOLDER/configs"]],
    }),
  "pulumi-carecycle: REASON; nothing was written": said({
    env: { CARECYCLE_CLIENT_ID: stranger },
    module: [stackModule, openStack],
    lines: [["doctor", "--probe", id, "--yes", "--cwd", "FOLDER"]],
  }),
};
