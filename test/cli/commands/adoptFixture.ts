// Live configs that `adopt` takes over, and a folder that it writes to.
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_KEY, type Emulator, startEmulator } from "../../emulator";
import { runCli } from "../../support/runCli";

export const ids = [
  "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
  "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4",
] as const;
export const unknownId = "11111111-1111-4111-8111-111111111111";
const seed = [
  { id: ids[0], name: "Sales floor", type: "direct", directPhoneNumber: "+15550100" },
  { id: ids[1], name: "Sales  Floor!", type: "sip", sipUri: "sip:desk@example.com", sipHeaders: "SENSITIVE" },
  { id: ids[2], name: "Scheduling desk", type: "dynamic", dynamicOptions: { pingUrl: "x" } },
];

/** What a test works with; each has its own. */
export interface AdoptFixture {
  emulator: Emulator;
  folder: string;
  /** Of the command: the key and the address of the emulator. */
  env: NodeJS.ProcessEnv;
  /** Runs the command for the folder. */
  adopt(args: readonly string[], stdin?: string): ReturnType<typeof runCli>;
  /** Runs it for the folder `configs` of the project in the folder. */
  adoptInProject(...args: string[]): ReturnType<typeof runCli>;
  files(): string[];
  /** All files' texts. */
  all(): string;
}

/** The fixture of the tests of a file. */
export function adoptFixture(): AdoptFixture {
  const fixture: Partial<AdoptFixture> = {};
  beforeEach(async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), "adopt-")));
    const emulator = await startEmulator({ seed, rate: 1000, windowSeconds: 1 });
    const env: NodeJS.ProcessEnv = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: emulator.url };
    const files = () => readdirSync(folder).sort();
    Object.assign(fixture, {
      emulator,
      folder,
      env,
      files,
      adopt: (args: readonly string[], stdin = "") =>
        runCli(["adopt", "--out", folder, ...args], { env, stdin }),
      adoptInProject: (...args: string[]) =>
        runCli(["adopt", "--out", join(folder, "configs"), ...args], { env, cwd: folder }),
      all: () =>
        files()
          .map((name) => readFileSync(join(folder, name), "utf8"))
          .join("\n"),
    });
  });
  afterEach(async () => {
    await fixture.emulator?.close();
    rmSync(fixture.folder ?? "", { recursive: true, force: true });
  });
  return fixture as AdoptFixture;
}
