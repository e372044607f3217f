// Faults to play: which requests they hit, and what they do to them.
import { z } from "zod";

const field = z.string().min(1);
const milliseconds = z.number().nonnegative();

/** Faults are checked strictly: a misspelt one would leave a test green for the wrong reason. */
const faultSchema = z.discriminatedUnion("kind", [
  /** 429 instead of handling; `header-date` writes Retry-After as an HTTP date. */
  z.strictObject({
    kind: z.literal("rate-limit"),
    via: z.enum(["body", "header", "header-date", "both"]),
    seconds: z.number().nonnegative(),
  }),
  /** An error status instead of handling, or, with `committed`, after it; `html` is true by default for 502. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.int().min(400).max(599),
    html: z.boolean().optional(),
    committed: z.boolean().optional(),
  }),
  /** Commits, then cuts the connection within the body. */
  z.strictObject({ kind: z.literal("truncated") }),
  /** Commits, then answers a complete HTTP message whose JSON is cut. */
  z.strictObject({ kind: z.literal("truncated-json") }),
  /** Commits, then answers 200 with an HTML page. */
  z.strictObject({ kind: z.literal("non-json") }),
  /** Commits, then answers 200 with JSON that has no transferConfig. */
  z.strictObject({ kind: z.literal("wrong-shape") }),
  /** Commits, then answers 200 with this JSON, such as one with members that are missing or have another type. */
  z.strictObject({ kind: z.literal("answer-with"), json: z.unknown() }),
  /** Cuts the connection; nothing is committed. */
  z.strictObject({ kind: z.literal("reset-before") }),
  /** Commits, then cuts the connection before any byte of a response. */
  z.strictObject({ kind: z.literal("reset-after-commit") }),
  /** Handles (commits) at once, then keeps the whole response, or the second half of its body, back. */
  z.strictObject({ kind: z.literal("delay"), ms: milliseconds, part: z.enum(["headers", "body"]) }),
  /** The field (dotted path) is silently not taken: it keeps its live value. */
  z.strictObject({ kind: z.literal("ignore-field"), field }),
  /** The field (dotted path), when the body names it, is stored with another value than the body has. */
  z.strictObject({ kind: z.literal("normalise-field"), field, to: z.unknown() }),
  /** Somebody else's edit lands just before; of the config of the path unless `id` tells. */
  z.strictObject({
    kind: z.literal("edit-before"),
    id: z.string().optional(),
    changes: z.record(z.string(), z.unknown()),
  }),
  /** The response carries another clientId; what is stored does not. */
  z.strictObject({ kind: z.literal("other-client"), clientId: z.string() }),
]);

const specSchema = z.strictObject({
  method: z.enum(["GET", "POST", "PATCH", "DELETE", "ANY"]),
  /** Which of the matching requests, counted from 1 when the fault is added; by default the next one. */
  nth: z.union([z.int().positive(), z.array(z.int().positive()), z.literal("every")]).default(1),
  /** Only requests for this config match (and count). */
  id: z.string().optional(),
  /** Only requests of this path (without the query) match (and count). */
  path: z.string().optional(),
  fault: faultSchema,
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault["kind"];
export type FaultOf<K extends FaultKind> = Extract<Fault, { kind: K }>;
export type FaultSpec = z.input<typeof specSchema>;

/** The faults in force for one request. */
export class Faults {
  readonly #all: readonly Fault[];

  constructor(all: readonly Fault[]) {
    this.#all = all;
  }

  every<K extends FaultKind>(kind: K): FaultOf<K>[] {
    return this.#all.filter((fault): fault is FaultOf<K> => fault.kind === kind);
  }

  first<K extends FaultKind>(kind: K): FaultOf<K> | undefined {
    return this.every(kind)[0];
  }

  has(kind: FaultKind): boolean {
    return this.first(kind) !== undefined;
  }
}

export class FaultScript {
  #armed: { spec: z.infer<typeof specSchema>; seen: number }[] = [];

  /** Arms a fault; throws at one that is not understood. */
  add(input: unknown): void {
    const parsed = specSchema.safeParse(input);
    if (!parsed.success) throw new Error(`emulator: not a fault: ${z.prettifyError(parsed.error)}`);
    this.#armed.push({ spec: parsed.data, seen: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Counts one request on arrival, whatever comes of it, and tells which faults hit it. */
  take(method: string, path: string, id: string | undefined): Faults {
    const hits: Fault[] = [];
    for (const armed of this.#armed) {
      const { spec } = armed;
      if (spec.method !== "ANY" && spec.method !== method) continue;
      if (spec.path !== undefined && spec.path !== path) continue;
      if (spec.id !== undefined && spec.id.toLowerCase() !== id?.toLowerCase()) continue;
      armed.seen += 1;
      const nth = typeof spec.nth === "number" ? [spec.nth] : spec.nth;
      if (nth === "every" || nth.includes(armed.seen)) hits.push(spec.fault);
    }
    return new Faults(hits);
  }
}
