// The spec's workbench: a stack of the fixture, its live objects, and the calls that its provider got.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine, Stack } from "./engine";

const FIXTURE = join(__dirname, "fixture");

export interface Declared {
  name: string;
  group?: boolean;
  props?: Record<string, unknown>;
  opts?: Record<string, unknown>;
}

export interface Spec {
  resources?: Declared[];
  exports?: Record<string, unknown>;
  log?: string;
  throw?: string;
  invoke?: boolean;
}

export interface Call {
  op: string;
  pid: number;
  id?: string;
  config?: { key?: string; token?: string };
  olds?: Record<string, unknown>;
  news?: Record<string, unknown>;
  inputs?: Record<string, unknown>;
  props?: Record<string, unknown>;
}

/** A stack of the fixture, its live objects, and the calls that its provider got. */
export class Bench {
  private constructor(
    private readonly folder: string,
    readonly stack: Stack,
  ) {}

  static async open(engine: Engine, spec: Spec): Promise<Bench> {
    const folder = mkdtempSync(join(tmpdir(), "engine-fixture-"));
    mkdirSync(join(folder, "live"));
    const stack = await engine.createStack({
      projectDir: FIXTURE,
      config: { "fixture:key": { value: "first-key", secret: true }, "fixture:token": { value: "plain" } },
      env: {
        FIXTURE_DIR: folder,
        FIXTURE_SPEC: join(folder, "spec.json"),
        FIXTURE_PROVIDER: join(FIXTURE, "provider.js"),
      },
    });
    const bench = new Bench(folder, stack);
    bench.declare(spec);
    return bench;
  }

  declare(spec: Spec): void {
    writeFileSync(join(this.folder, "spec.json"), JSON.stringify(spec));
  }

  /** The calls since the last time this was asked. */
  calls(...ops: string[]): Call[] {
    const path = join(this.folder, "calls");
    if (!existsSync(path)) return [];
    const lines = readFileSync(path, "utf8").trim().split("\n");
    rmSync(path);
    const calls = lines.map((line) => JSON.parse(line) as Call);
    return ops.length === 0 ? calls : calls.filter(({ op }) => ops.includes(op));
  }

  live(): string[] {
    return readdirSync(join(this.folder, "live"))
      .map((file) => file.replace(".json", ""))
      .sort();
  }

  change(id: string, props: Record<string, unknown>): void {
    const path = join(this.folder, "live", `${id}.json`);
    const object = JSON.parse(readFileSync(path, "utf8")) as { props: object };
    writeFileSync(path, JSON.stringify({ ...object, props: { ...object.props, ...props } }));
  }

  remove(id: string): void {
    rmSync(join(this.folder, "live", `${id}.json`));
  }

  async resource(name: string) {
    const state = await this.stack.exportState();
    return state.deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  }

  async close(): Promise<void> {
    await this.stack.dispose();
    rmSync(this.folder, { recursive: true });
  }
}

export const thing = (
  name: string,
  props: Record<string, unknown> = {},
  opts?: Record<string, unknown>,
): Declared => ({
  name,
  props: { name, ...props },
  ...(opts && { opts }),
});

export const secret = (value: unknown) => ({ $secret: value });
