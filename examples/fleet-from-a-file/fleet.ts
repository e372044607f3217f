// Reads the file of desks. Pulumi's engine stops at the first mistake that it finds; here all of them are found before anything
// is registered, each with its line of the file.
import { RunError } from "@pulumi/pulumi";
import { LineCounter, parseDocument } from "yaml";
import { z } from "zod";

// YAML reads digits without quotes as a number, and so loses the plus sign.
const phoneRule = "must be a number such as +15550100, in quotes";
const phone = z.string({ error: phoneRule }).regex(/^\+[1-9]\d{6,14}$/, phoneRule);

const desk = z.strictObject({
  /** Name of the desk, unique in the file. */
  name: z.string().min(1),
  /** Number that takes the calls. */
  number: phone,
  /** Whether the agent is introduced first. */
  warm: z.boolean().default(false),
  /** Number to fall back to: makes the desk one of softphones. */
  fallback: phone.optional(),
  /** Id of a live config to adopt. */
  id: z.uuid().optional(),
});

const fleet = z.strictObject({ desks: z.array(desk).min(1) });

// A schema of its own, with everything else allowed: a mistake elsewhere must not hide that a name occurs twice.
const named = z.looseObject({ desks: z.array(z.unknown()) }).superRefine(({ desks }, context) => {
  for (const member of ["name", "id"] as const) {
    const seen = new Set<unknown>();
    for (const [i, one] of desks.entries()) {
      const value = (one as Partial<Record<typeof member, unknown>> | null)?.[member];
      if (typeof value !== "string") continue;
      if (seen.has(value)) {
        context.addIssue({ code: "custom", path: ["desks", i, member], message: `"${value}" occurs twice` });
      }
      seen.add(value);
    }
  }
});

/** A desk of the file. */
export type Desk = z.infer<typeof desk>;

/**
 * The desks in the text of a file.
 * @throws RunError that lists every mistake as `file:line: path: what is wrong`.
 */
export function readFleet(text: string, file: string): Desk[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const report = (mistakes: { offset: number; what: string }[]): never => {
    const list = mistakes
      .map(({ offset, what }) => ({ line: lines.linePos(offset).line, what }))
      .sort((a, b) => a.line - b.line)
      .map(({ line, what }) => `  ${file}:${line}: ${what}`);
    // Pulumi prints the message of this error alone, without a stack trace.
    throw new RunError(
      `${list.length} mistake${list.length === 1 ? "" : "s"} in ${file}:\n${list.join("\n")}`,
    );
  };
  if (document.errors.length > 0) {
    report(
      document.errors.map(({ pos, message }) => ({ offset: pos[0], what: message.split("\n")[0] ?? "" })),
    );
  }
  const content: unknown = document.toJS();
  const result = fleet.safeParse(content);
  const names = named.safeParse(content);
  if (result.success && names.success) return result.data.desks;
  // What has no list of desks at all is said once, by the first of the two.
  const repeated = names.error?.issues.filter(({ code }) => code === "custom") ?? [];
  return report(
    [...(result.error?.issues ?? []), ...repeated].map((issue) => {
      const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
      return { offset: offsetOf(document, path), what: `${path.join(".") || "(file)"}: ${issue.message}` };
    }),
  );
}

/** Where the value at `path` begins, or the innermost one around it that there is. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    if (range) return range[0];
  }
  return 0;
}
