// What `doctor` found, one line each: how it stands, and what to do about it.
import { masker } from "../../model/maskText";
import { counted, printable } from "../../model/printable";
import type { CliContext } from "../cliContext";
import { painter } from "../render/paint";

/** One thing that was looked at. */
export interface Finding {
  readonly grade: "ok" | "warning" | "problem";
  readonly text: string;
  /** What to do, for all but "ok". */
  readonly advice?: string;
}

export const ok = (text: string): Finding => ({ grade: "ok", text });
export const warning = (text: string, advice: string): Finding => ({ grade: "warning", text, advice });
export const problem = (text: string, advice: string): Finding => ({ grade: "problem", text, advice });

const tones = { ok: "good", warning: "warn", problem: "bad" } as const;

/** Prints findings as they come, and counts them. `secrets` are texts that no line may hold. */
export class Findings {
  readonly #context: CliContext;
  readonly #secrets: string[] = [];
  readonly #counts = { ok: 0, warning: 0, problem: 0 };

  constructor(context: CliContext) {
    this.#context = context;
  }

  hide(secret: string | undefined): void {
    if (secret !== undefined) this.#secrets.push(secret);
  }

  add(...findings: readonly Finding[]): void {
    const { stdout, env } = this.#context;
    const paint = painter(stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb");
    const mask = masker(this.#secrets);
    for (const { grade, text, advice } of findings) {
      this.#counts[grade]++;
      const label = paint(tones[grade], grade.padEnd(9));
      stdout.write(`${label}${printable(mask(text))}\n`);
      if (advice !== undefined) stdout.write(`${" ".repeat(9)}${printable(mask(advice))}\n`);
    }
  }

  get problems(): number {
    return this.#counts.problem;
  }

  /** The last line. */
  summary(): string {
    const { warning: warnings, problem: problems } = this.#counts;
    if (problems === 0 && warnings === 0) return "Nothing stands in the way.";
    return `${counted(problems, "problem")}, ${counted(warnings, "warning")}.`;
  }
}
