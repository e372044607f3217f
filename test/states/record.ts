// Records the state that an earlier version of the package leaves: `tsx test/states/record.ts COMMIT`, with a real
// `pulumi` at hand. The version is built from its sources on the dependencies that are installed here.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { DEFAULT_KEY, startEmulator } from "../emulator";
import { type Deployment, PASSPHRASE, type ResourceState } from "../engine";
import { realEngine } from "../engine/pulumi";
import { writeProgram, writeProject } from "../support/stackFixture";
import { PROGRAM, type RecordedState, SEED } from "./stateFile";

const root = path.join(__dirname, "../..");

async function main([revision]: string[]): Promise<void> {
  if (revision === undefined) throw new Error("usage: tsx test/states/record.ts COMMIT");
  const engine = realEngine();
  if (engine === undefined) throw new Error("a state is recorded by a real engine, and there is no `pulumi`");
  const [commit = "", title = ""] = git("log", "-1", "--format=%h%n%s", revision).toString().split("\n");
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "record-"));
  const emulator = await startEmulator({ seed: SEED, rate: 1000, windowSeconds: 1 });
  try {
    checkOut(commit, folder);
    const projectDir = path.join(folder, "program");
    fs.mkdirSync(projectDir);
    await writeProject(projectDir);
    await writeProgram(projectDir, PROGRAM);
    const stack = await engine.createStack({
      projectDir,
      config: {
        "carecycle:apiKey": { value: DEFAULT_KEY, secret: true },
        "carecycle:baseUrl": { value: emulator.url },
      },
      env: {
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        CARECYCLE_API_KEY: undefined,
        CARECYCLE_CLIENT_ID: undefined,
      },
    });
    try {
      await stack.up();
      const recorded: RecordedState = {
        version: { commit, title },
        engine: engine.description,
        passphrase: PASSPHRASE,
        program: PROGRAM,
        live: emulator.list(),
        state: withoutPositions(await stack.exportState()),
      };
      const file = path.join(__dirname, `${commit}.json`);
      fs.writeFileSync(file, `${JSON.stringify(recorded, undefined, 2)}\n`);
      console.log(`${path.relative(root, file)}: ${title}`);
    } finally {
      await stack.dispose();
    }
  } finally {
    await emulator.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** The version's sources in `folder`, built; `pulumi-carecycle` is that build for everything in the folder. */
function checkOut(commit: string, folder: string): void {
  execFileSync("tar", ["-x", "-C", folder], { input: git("archive", commit, "provider", "tsconfig.json") });
  for (const modules of ["node_modules", "provider/node_modules"]) {
    if (!fs.existsSync(path.join(root, modules))) continue;
    fs.mkdirSync(path.join(folder, modules));
    for (const name of fs.readdirSync(path.join(root, modules)))
      fs.symlinkSync(path.join(root, modules, name), path.join(folder, modules, name));
  }
  const link = path.join(folder, "node_modules", "pulumi-carecycle");
  fs.rmSync(link);
  fs.symlinkSync(path.join(folder, "provider"), link);
  // Not `npm run build`: of some versions it writes more than the compiled files, and needs them to be complete.
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "provider/tsconfig.json"], {
    cwd: folder,
    stdio: "inherit",
  });
}

/** Where in the program a resource was made is told by paths of this machine, and no engine reads it back. */
function withoutPositions(state: Deployment): Deployment {
  const resources = state.deployment.resources.map((resource) => {
    const { sourcePosition, stackTrace, ...rest } = resource as ResourceState & Record<string, unknown>;
    return rest;
  });
  return { ...state, deployment: { ...state.deployment, resources } };
}

function git(...args: string[]): Buffer {
  return execFileSync("git", args, { cwd: root, maxBuffer: 1 << 28 });
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
