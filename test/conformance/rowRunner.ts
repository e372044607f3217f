// Tries one row: its tools, its folder, the specs on each engine.
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine";
import { providerFolder } from "../support/pack";
import { installRow, rowFolder } from "./installRow";
import { optionalManagers, type Row, titleOf } from "./matrix";
import { NotThere, newestFor } from "./registry";
import { runSpecs } from "./runSpecs";
import type { RowResult, Tried } from "./table";
import { Tools } from "./tools";

type Print = (line: string) => unknown;

interface Manifest {
  readonly version: string;
  readonly peerDependencies: { readonly "@pulumi/pulumi": string };
}

export class RowRunner {
  readonly #manifest = JSON.parse(readFileSync(join(providerFolder, "package.json"), "utf8")) as Manifest;

  private constructor(
    private readonly folder: string,
    private readonly tarball: string,
    private readonly engines: readonly Engine[],
    private readonly tools: Tools,
    private readonly compiler: string,
  ) {}

  /** Everything is made in `folder`, in which the tarball is. */
  static async start(folder: string, tarball: string, engines: readonly Engine[]): Promise<RowRunner> {
    const toolFolder = join(folder, "tools");
    mkdirSync(toolFolder);
    const tools = new Tools(toolFolder);
    return new RowRunner(folder, tarball, engines, tools, await tools.compiler());
  }

  /** Never rejects: what goes wrong is the row's result. */
  async run(row: Row, print: Print): Promise<RowResult> {
    const versions: { manager?: string; node?: string; sdk?: string } = {};
    const tried: Tried[] = [];
    const date = new Date().toISOString().slice(0, 10);
    try {
      const node = await this.tools.node(row);
      versions.node = node.version;
      const sdk = await this.#sdk(row, node.version);
      versions.sdk = sdk;
      const manager = await this.tools.manager(row, node);
      versions.manager = manager.version;
      const { folder: parent, tarball, compiler } = this;
      const { version } = this.#manifest;
      const folder = await installRow({ row, parent, tarball, node, manager, sdk, compiler, version });
      for (const engine of this.engines) {
        const { passed, failed } = await runSpecs(folder, engine.name);
        for (const failure of failed) print(`${titleOf(row)}, ${engine.name}: ${failure}\n`);
        tried.push({ engine: engine.name, passed, failed: failed.length });
      }
      return { row, versions, tried, date };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isOptional = error instanceof NotThere && optionalManagers.includes(row.manager);
      if (!isOptional) print(`${titleOf(row)}: ${message}\n`);
      const [missing = ""] = message.split("\n");
      return { row, versions, tried, date, missing, broken: !isOptional };
    }
  }

  /** Removes a row's folder. */
  remove(row: Row): void {
    rmSync(rowFolder(this.folder, row), { recursive: true, force: true });
  }

  async #sdk({ sdk }: Row, node: string): Promise<string> {
    const range = this.#manifest.peerDependencies["@pulumi/pulumi"];
    if (sdk === "newest") return newestFor("@pulumi/pulumi", range, node, this.folder);
    const oldest = /^>=(\d+\.\d+\.\d+) <\d+$/.exec(range)?.[1];
    if (oldest === undefined) throw new Error(`the oldest SDK of ${range} is not to be read from it`);
    return oldest;
  }
}
