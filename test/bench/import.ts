// What importing the package costs a program, beyond the SDK that it imports anyway.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const rounds = 15;
const bounds = { none: 60, first: 120 };

// Runs in a process of its own, as the SDK's runner does: source maps are on before the program begins. What the SDK
// does once for the first resource of all is done by another resource.
const program = `
require("source-map-support/register");
const pulumi = require("@pulumi/pulumi");
const mocks = { newResource: ({ inputs }) => ({ id: "id", state: inputs }), call: () => ({}) };
void pulumi.runtime.setMocks(mocks, "project", "stack").then(() =>
  pulumi.runtime.runInPulumiStack(async () => {
    new pulumi.CustomResource("other:index:Other", "other", { name: "Other" });
    const begun = performance.now();
    const { TransferConfig } = require("pulumi-carecycle");
    const none = performance.now() - begun;
    new TransferConfig("sales", { name: "Sales", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true });
    const first = performance.now() - begun;
    process.stdout.write(JSON.stringify({ none, first }));
    return {};
  }),
);
`;

/** Measures; tells whether both bounds were met. The fastest round counts: other work only adds to it. */
export async function run(): Promise<boolean> {
  const samples = Array.from({ length: rounds }, measure);
  return [
    report(
      "in a program that declares no config",
      bounds.none,
      samples.map(({ none }) => none),
    ),
    report(
      "with the first config",
      bounds.first,
      samples.map(({ first }) => first),
    ),
  ].every(Boolean);
}

function measure(): { none: number; first: number } {
  const output = execFileSync(process.execPath, ["-e", program], {
    cwd: join(__dirname, "../.."),
    encoding: "utf8",
    env: { ...process.env, PULUMI_DEBUG_PROMISE_LEAKS: "" },
  });
  return JSON.parse(output) as { none: number; first: number };
}

function report(what: string, bound: number, milliseconds: number[]): boolean {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const [fastest = 0, median = 0] = [sorted[0], sorted[Math.floor(sorted.length / 2)]];
  const ok = fastest <= bound;
  process.stdout.write(
    `${ok ? "OK    " : "NOT OK"} import ${what}: ${fastest.toFixed(0)} ms (bound ${bound} ms; median ${median.toFixed(0)} ms)\n`,
  );
  return ok;
}
