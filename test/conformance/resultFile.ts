// A run that was interrupted goes on where it ended: what became of each row is kept in a file, and a row that passed
// there is not tried again, as long as package, specs and engines are the same.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../engine";
import { type Row, titleOf } from "./matrix";
import { isSound, type RowResult } from "./table";

const test = join(__dirname, "..");

/** What a result depends on besides its row: the tarball, what asks, and the engines. */
export function keyOf(tarball: string, engines: readonly Engine[]): string {
  const hash = createHash("sha256").update(readFileSync(tarball));
  for (const folder of ["conformance", "e2e", "emulator", "engine", "support"]) {
    for (const file of readdirSync(join(test, folder), { recursive: true, encoding: "utf8" }).sort()) {
      const path = join(test, folder, file);
      if (statSync(path).isFile()) hash.update(file).update(readFileSync(path));
    }
  }
  return hash.update(JSON.stringify(engines.map(({ description }) => description))).digest("hex");
}

interface Kept {
  readonly key: string;
  readonly results: readonly RowResult[];
}

/** The results that passed, in a file; without a file, in memory alone. */
export class ResultFile {
  readonly #results: RowResult[];

  constructor(
    private readonly file: string | undefined,
    private readonly key: string,
  ) {
    const kept: Kept =
      file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { key, results: [] };
    this.#results = kept.key === key ? [...kept.results] : [];
  }

  /** The result of a row that was tried before, and passed. */
  find(row: Row): RowResult | undefined {
    return this.#results.find((result) => JSON.stringify(result.row) === JSON.stringify(row));
  }

  /** Keeps a result, if the row passed. */
  add(result: RowResult): void {
    if (!isSound(result) || result.tried.length === 0) return;
    if (this.find(result.row)) throw new Error(`${titleOf(result.row)} was tried twice`);
    this.#results.push(result);
    const kept: Kept = { key: this.key, results: this.#results };
    if (this.file !== undefined) writeFileSync(this.file, JSON.stringify(kept, null, 2));
  }
}
