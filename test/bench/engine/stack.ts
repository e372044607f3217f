// One stack of the real CLI, whose runs are timed.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY } from "../../emulator";
import { runPulumi } from "../../engine/pulumi/cli";
import { ownBytes } from "../../support/stateSize";
import { type Kind, writeProgram, writeProject } from "./kinds";
import type { Server } from "./server";

/** What a run took. */
export interface Run {
  seconds: number;
  /** Largest resident size of the program's process, in megabytes; 0 where there was none. */
  programMegabytes: number;
  /** The same of the provider's. */
  providerMegabytes: number;
  /** Requests that the API got. */
  requests: number;
}

/** Size of what the state records. */
export interface StateSize {
  /** Bytes of the largest resource, without what is the engine's own: see {@link ownBytes}. */
  ownBytes: number;
  /** Bytes of the state as `pulumi stack export` prints it. */
  exportBytes: number;
}

interface Options {
  pulumi: string;
  /** An empty folder inside the checkout, so that the program finds its packages. */
  folder: string;
  kind: Kind;
  server: Server;
  rate: number;
}

const twoHours = 7_200_000;

export class BenchStack {
  private readonly peaks: string;
  private readonly env: Record<string, string | undefined>;

  private constructor(private readonly options: Options) {
    const { folder } = options;
    this.peaks = path.join(folder, "peaks");
    this.env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "backend")}`,
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "only for benchmarks",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DEBUG_PROMISE_LEAKS: undefined,
      CARECYCLE_API_KEY: undefined,
      CARECYCLE_CLIENT_ID: undefined,
      HTTP_PROXY: undefined,
      http_proxy: undefined,
      BENCH_PEAKS: this.peaks,
      NODE_OPTIONS: `--require "${path.join(__dirname, "peak.cjs")}"`,
    };
  }

  static async open(options: Options): Promise<BenchStack> {
    const { folder, kind, server, rate } = options;
    const stack = new BenchStack(options);
    for (const name of ["backend", "peaks"]) await fs.mkdir(path.join(folder, name), { recursive: true });
    await writeProject(folder, kind);
    await stack.cli("stack", "init", "bench");
    await stack.cli("config", "set", "--secret", "carecycle:apiKey", DEFAULT_KEY);
    await stack.cli("config", "set", "carecycle:baseUrl", server.url);
    // As docs/configuration.md has it for every stack.
    await stack.cli("config", "set", "carecycle:clientId", DEFAULT_CLIENT_ID);
    await stack.cli("config", "set", "carecycle:rateLimit", `${rate}`);
    await stack.cli("config", "set", "carecycle:rateWindowSeconds", "1");
    return stack;
  }

  /** The program that the next runs have. */
  program(count: number, version: string): Promise<void> {
    return writeProgram(this.options.folder, this.options.kind, count, version);
  }

  /** Runs a command of the CLI that uses the program or the provider. */
  async run(...args: string[]): Promise<Run> {
    await this.options.server.countRequests();
    const begun = performance.now();
    await this.cli(...args);
    const seconds = (performance.now() - begun) / 1000;
    const requests = await this.options.server.countRequests();
    const peaks = { program: 0, provider: 0 };
    for (const name of await fs.readdir(this.peaks)) {
      const file = path.join(this.peaks, name);
      const megabytes = Number(await fs.readFile(file, "utf8")) / 1024;
      const role = name.startsWith("program") ? "program" : "provider";
      peaks[role] = Math.max(peaks[role], megabytes);
      await fs.rm(file);
    }
    return { seconds, programMegabytes: peaks.program, providerMegabytes: peaks.provider, requests };
  }

  /** Measures the state, which must hold so many resources of the program. */
  async stateSize(count: number): Promise<StateSize> {
    const text = await this.cli("stack", "export");
    const { deployment } = JSON.parse(text) as {
      deployment: { resources: { urn: string }[] };
    };
    const resources = deployment.resources.filter(({ urn }) => urn.includes("::desk-"));
    if (resources.length !== count)
      throw new Error(`${resources.length} resources in the state, not ${count}`);
    return { ownBytes: Math.max(...resources.map(ownBytes)), exportBytes: Buffer.byteLength(text) };
  }

  private async cli(...args: string[]): Promise<string> {
    const { pulumi, folder } = this.options;
    const stack = args[1] === "init" ? [] : ["--stack", "bench"];
    const run = await runPulumi(pulumi, [...args, ...stack], {
      cwd: folder,
      env: this.env,
      timeout: twoHours,
    });
    if (run.code !== 0) {
      const told = `${run.stdout}\n${run.stderr}`.trim().slice(-2000);
      throw new Error(`pulumi ${args.join(" ")} ended with ${run.code}:\n${told}`);
    }
    return run.stdout;
  }
}
