// Keeps all that a stack's runs print, report and leave behind, to be searched for what should be secret.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parsePreview } from "../../provider/cli/preview/document";
import { renderHtml } from "../../provider/cli/render/html";
import { renderJson } from "../../provider/cli/render/json";
import { renderMarkdown } from "../../provider/cli/render/markdown";
import { renderText } from "../../provider/cli/render/text";
import { buildReport } from "../../provider/cli/reportModel/report";
import { EngineError, type RunResult } from "../engine";
import type { StackFixture } from "../support/stackFixture";

/** The word that every secret of a spec holds, in each of its lines, or the digits of one that is a number. */
export const canary = /\w*CANARY\w*|91827364\d/g;

/** What the runs of one stack showed. */
export class Watch {
  #seen = "";

  constructor(readonly fixture: StackFixture) {}

  /** Runs, and keeps what is printed, the error, the reports on a preview, the export, and every file of the backend. Whether it failed is what `fails` says. */
  async run(
    what: (stack: StackFixture["stack"]) => Promise<RunResult & { json?: unknown }>,
    { fails = false } = {},
  ): Promise<void> {
    const { stack } = this.fixture;
    let failed = false;
    try {
      const { text, json, diagnostics } = await what(stack);
      this.#keep(text, diagnostics);
      if (json !== undefined) this.#report(JSON.stringify(json));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      failed = true;
      this.#keep(error.message, error.stack, error.result);
    }
    this.#keep(await stack.exportState());
    for (const file of await backendFiles(stack.stateFile)) this.#keep(await fs.readFile(file, "utf8"));
    // Searched after each run, so that a failure names the one.
    expect({ failed, canaries: this.#seen.match(canary) }).toEqual({ failed: fails, canaries: null });
  }

  get seen(): string {
    return this.#seen;
  }

  #report(document: string): void {
    this.#keep(document, ...reportsOf(document));
  }

  #keep(...texts: unknown[]): void {
    for (const text of texts) this.#seen += `${typeof text === "string" ? text : JSON.stringify(text)}\n`;
  }
}

/** The reports on a preview's document, in every format. */
export function reportsOf(document: string): string[] {
  const report = buildReport(parsePreview(document, "preview"), { strict: false, env: {} });
  return [renderText, renderMarkdown, renderJson, renderHtml].map((as) => as(report));
}

/** The state, its backups and the history, where the backend keeps them in a folder. */
export async function backendFiles(stateFile: string): Promise<string[]> {
  const at = stateFile.indexOf(`${path.sep}.pulumi${path.sep}`);
  if (at < 0)
    return fs.access(stateFile).then(
      () => [stateFile],
      () => [],
    );
  const entries = await fs.readdir(path.join(stateFile.slice(0, at), ".pulumi"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}
