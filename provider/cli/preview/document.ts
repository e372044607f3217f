// Reads the document that `pulumi preview --json` prints, and gathers its steps by resource.
import { z } from "zod";
import { transferConfigType } from "../../model/internalNames";
import { joinLines } from "../../model/printable";
import { isDeeper, maxDepth } from "../../model/values";
import { CliError } from "../cliError";
import { byConfig, type Gathered } from "./byConfig";

const object = z.record(z.string(), z.unknown());

const state = z.object({
  urn: z.string().optional(),
  type: z.string().optional(),
  id: z.string().optional(),
  retainOnDelete: z.boolean().optional(),
  /** Of what an interrupted replacement left to be removed. */
  delete: z.boolean().optional(),
  /** Of what an interrupted replacement has removed already: the engine no longer reads it, whatever refresh it shows. */
  pendingReplacement: z.boolean().optional(),
  inputs: object.nullish(),
  outputs: object.nullish(),
});

const step = z.object({
  op: z.string(),
  urn: z.string(),
  oldState: state.nullish(),
  newState: state.nullish(),
  detailedDiff: object.nullish(),
});

const schema = z.object({
  config: z.record(z.string(), z.unknown()).nullish(),
  steps: z.array(step).nullish(),
  diagnostics: z
    .array(z.object({ message: z.string().optional(), severity: z.string().optional() }))
    .nullish(),
  changeSummary: z.record(z.string(), z.number()).nullish(),
  duration: z.number().nullish(),
});

/** A resource's state in a step. */
export type State = z.infer<typeof state>;
/** One step of a preview. */
export type Step = z.infer<typeof step>;

/** The steps of one transfer config: at most one refresh, and what the update would do. */
export interface ConfigSteps {
  readonly urn: string;
  readonly refresh: Step | undefined;
  readonly plan: readonly Step[];
}

/** A preview, cut down to what a report needs. */
export interface Preview {
  /** Name of the stack, as the URNs of the steps have it; null for a preview without steps. */
  readonly stack: string | null;
  /** Stack config; secret values are "[secret]". */
  readonly config: Readonly<Record<string, string>>;
  /** Transfer configs, in the order of the document. */
  readonly configs: readonly ConfigSteps[];
  /** Number of steps by operation on resources of other types; "same" and the stack itself are left out. */
  readonly others: Readonly<Record<string, number>>;
  /** Unchanged resources of any type that the preview counts, but neither lists nor read; transfer configs may be among them. */
  readonly unlisted: number;
}

// Other resources may hold deeper values than a transfer config does.
const maxLevels = 5 * maxDepth;

const how = "pulumi preview --refresh --run-program --show-sames --json";

/**
 * Parses a document.
 * @throws CliError for text that isn't JSON, JSON that isn't a preview, and a preview that failed.
 */
export function parsePreview(text: string, source: string): Preview {
  const document = parse(text, source);
  const steps = document.steps ?? [];
  return gather(steps, document.config ?? {}, unlisted(steps, document.changeSummary?.same ?? 0));
}

// Without --show-sames, unchanged resources stand in the document's count alone, but for the stack itself and
// for those that a refresh read.
function unlisted(steps: readonly Step[], same: number): number {
  const listed = new Set(steps.filter(({ op }) => op === "same").map(({ urn }) => urn));
  const planned = new Set(steps.filter(({ op }) => op !== "refresh").map(({ urn }) => urn));
  const read = new Set(steps.map(({ urn }) => urn).filter((urn) => !planned.has(urn)));
  return Math.max(0, same - listed.size - read.size);
}

/** Sorts steps by resource; `unlisted` as in {@link Preview}. */
export function gather(
  steps: readonly Step[],
  config: Readonly<Record<string, unknown>>,
  unlisted = 0,
): Preview {
  const configs = new Map<string, Gathered>();
  const others = new Map<string, number>();
  for (const step of steps) {
    const type = typeOf(step);
    // The resource option `id` reads a config without managing it: nothing is ever written to it.
    if (type === transferConfigType && step.op.startsWith("read")) continue;
    if (step.op === "refresh" && step.oldState?.pendingReplacement) continue;
    if (type === transferConfigType) {
      const entry = configs.get(step.urn) ?? { urn: step.urn, refresh: undefined, plan: [] };
      configs.set(step.urn, entry);
      if (step.op !== "refresh") entry.plan.push(step);
      else if (entry.refresh === undefined || step.oldState?.delete !== true) entry.refresh = step;
    } else if (!["same", "refresh"].includes(step.op) && !engineTypes.test(type ?? "")) {
      others.set(step.op, (others.get(step.op) ?? 0) + 1);
    }
  }
  const texts = Object.entries(config).filter((e): e is [string, string] => typeof e[1] === "string");
  return {
    stack: stackOf(steps),
    config: Object.fromEntries(texts),
    configs: byConfig([...configs.values()]),
    others: Object.fromEntries(others),
    unlisted,
  };
}

// urn:pulumi:STACK::PROJECT::TYPE::NAME
function stackOf(steps: readonly Step[]): string | null {
  return (
    steps.map(({ urn }) => /^urn:pulumi:(.+?)::/.exec(urn)?.[1]).find((name) => name !== undefined) ?? null
  );
}

// The stack itself and the default providers: no resource that anybody declared.
export const engineTypes = /^pulumi:(pulumi:Stack$|providers:)/;

/** Name in the program of the resource with this URN. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::") || urn;
}

/** The type of a step's resource. */
export function typeOf(step: Step): string | undefined {
  // urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME
  return step.newState?.type ?? step.oldState?.type ?? step.urn.split("::")[2]?.split("$").pop();
}

function parse(whole: string, source: string): z.infer<typeof schema> {
  // Some shells begin what they write to a file with a byte order mark.
  const text = whole.replace(/^\uFEFF/, "");
  if (text.trim() === "") throw new CliError(`${source} is empty: give it the output of ${how}.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CliError(notJson(text, source));
  }
  if (isDeeper(json, maxLevels))
    throw new CliError(
      `${source} is JSON, but nested more than ${maxLevels} levels deep: that is no preview.`,
    );
  const result = schema.safeParse(json);
  const document = result.data;
  if (!document || (document.steps == null && document.changeSummary == null)) {
    const where = result.error?.issues[0]?.path.join(".");
    throw new CliError(
      `${source} is JSON, but not a preview${where ? ` (${where} is not as expected)` : ""}: give it the output of ${how}.`,
    );
  }
  const failed = (document.diagnostics ?? []).find((d) => d.severity === "error");
  if (failed) throw new CliError(`the preview in ${source} failed: ${errorText(failed.message ?? "")}`);
  return document;
}

function notJson(text: string, source: string): string {
  const [first = "", second = ""] = text.trim().split("\n", 2);
  if (isJson(first) && isJson(second)) {
    return `${source} is a stream of events, not one document: unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW and run ${how} again.`;
  }
  const cut = text.trimStart().startsWith("{") ? "is cut short or damaged" : "is not JSON";
  return `${source} ${cut}: give it the whole output of ${how}.`;
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/** The text of an error of the engine, on one line, without what it says first: those who quote it say that themselves. */
export function errorText(message: string): string {
  return oneLine(message).replace(/^(error: |preview failed: )+/i, "");
}

/** Text without line breaks and colour codes. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI colours begin with ESC.
  const plain = text.replace(/\u001b\[[0-9;]*m/g, "").replace(/<\{%[^%]*%\}>/g, "");
  return joinLines(plain);
}
