// What importing the package costs a program that has imported the SDK.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const rounds = 15;

/** Milliseconds in one process: the import of the SDK, and what came on top of it. */
export interface Sample {
  readonly sdk: number;
  /** After the import of the package. */
  readonly none: number;
  /** After the constructor of the first config, whose early check needs the schemas. */
  readonly first: number;
  /** In another process, the import of the package by a program that doesn't import the SDK itself. */
  readonly alone: number;
}

type Figure = "none" | "first" | "alone";

const figures = ["none", "first", "alone"] as const;

/** At most so many milliseconds: beyond the SDK, or for the package and what it loads of the SDK. */
const bounds: Record<Figure, number> = { none: 60, first: 120, alone: 150 };

const titles: Record<Figure, string> = {
  none: "in a program that declares no config",
  first: "with the first config",
  alone: "in a program that doesn't import the SDK itself",
};

// Runs in a process of its own, as the SDK's runner does: source maps are on before the program begins. What the SDK
// does once for the first resource of all is done by another resource.
const program = `
require("source-map-support/register");
const started = performance.now();
const pulumi = require("@pulumi/pulumi");
const sdk = performance.now() - started;
const mocks = { newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: () => ({}) };
void pulumi.runtime.setMocks(mocks, "project", "stack").then(() =>
  pulumi.runtime.runInPulumiStack(async () => {
    new pulumi.CustomResource("other:index:Other", "other", { name: "Other" });
    const begun = performance.now();
    const { TransferConfig } = require("pulumi-carecycle");
    const none = performance.now() - begun;
    new TransferConfig("sales", { name: "Sales", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true });
    const first = performance.now() - begun;
    process.stdout.write(JSON.stringify({ sdk, none, first }));
    return {};
  }),
);
`;

const alone = `
require("source-map-support/register");
const begun = performance.now();
require("pulumi-carecycle");
process.stdout.write(JSON.stringify({ alone: performance.now() - begun }));
`;

/** Measures; tells whether all bounds were met. */
export async function run(): Promise<boolean> {
  const samples = Array.from({ length: rounds }, measure);
  return figures
    .map((figure) => {
      const { fastest, median, ratio, bound, met } = importCost(samples, figure);
      process.stdout.write(
        `${met ? "OK    " : "NOT OK"} import ${titles[figure]}: ${fastest.toFixed(1)} ms (bound ${bound} ms); ` +
          `medians of ${samples.length}: ${median.toFixed(1)} ms, ${ratio.toFixed(3)} x the SDK's import beside it\n`,
      );
      return met;
    })
    .every(Boolean);
}

/** One figure of all samples, in milliseconds. */
export interface ImportCost {
  /** Held to the bound: whatever else the machine did only adds to a time. */
  readonly fastest: number;
  readonly median: number;
  /** Median of the ratios to the SDK's import directly before, which a busy machine slows as well. */
  readonly ratio: number;
  readonly bound: number;
  readonly met: boolean;
}

/** Holds one figure of the samples to its bound. */
export function importCost(samples: readonly Sample[], figure: Figure): ImportCost {
  const times = samples.map((sample) => sample[figure]);
  const fastest = Math.min(...times);
  const ratio = medianOf(samples.map((sample) => sample[figure] / sample.sdk));
  const bound = bounds[figure];
  return { fastest, median: medianOf(times), ratio, bound, met: fastest <= bound };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function measure(): Sample {
  return { ...printedBy(program), ...printedBy(alone) } as Sample;
}

function printedBy(script: string): Partial<Sample> {
  const output = execFileSync(process.execPath, ["-e", script], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, PULUMI_DEBUG_PROMISE_LEAKS: "" },
  });
  return JSON.parse(output) as Partial<Sample>;
}
