// The engine's benchmark: what transfer configs cost on a real CLI, beside what the engine itself costs.
import { execFileSync } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { findPulumi } from "../engine";
import { boundsOf, growthOf, type Verdict } from "./engine/bounds";
import { type Measured, measure } from "./engine/measure";
import { startServer } from "./engine/server";
import { stateTableOf, tableOf } from "./engine/table";

const usage = `npm run bench -- engine [--n 100,500] [--rounds 3] [--growth] [--json FILE]
  --n COUNTS    numbers of resources, each held to the bounds
  --rounds N    how often each is measured; the fastest counts
  --growth      50, 1,000 and 2,000 resources too (these once), and how the times grow
  --json FILE   writes every sample
`;

// Far above what a machine can send in a second: the quota is not what is measured here.
const rate = 1_000_000;
const growing = { few: 500, many: 2000, counts: [50, 500, 1000, 2000] };

/** Measures; tells whether every bound was met (without a CLI there is none to meet). */
export async function run(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      n: { type: "string", default: "100,500" },
      rounds: { type: "string", default: "3" },
      growth: { type: "boolean", default: false },
      json: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    say(usage);
    return true;
  }
  const pulumi = findPulumi();
  if (pulumi === undefined) {
    say("No `pulumi` on PATH or in ~/.pulumi/bin: nothing to measure.\n");
    return true;
  }
  const counts = values.n.split(",").map((text) => wholeNumber("--n", text));
  const rounds = wholeNumber("--rounds", values.rounds);
  const machine = describeMachine(pulumi);
  say(`${Object.values(machine).join("; ")}\n`);

  const measured = await measureAll(pulumi, [
    ...counts.map((count) => ({ count, rounds })),
    ...(values.growth ? growing.counts : [])
      .filter((count) => !counts.includes(count))
      .map((count) => ({ count, rounds: 1 })),
  ]);
  const verdicts: Verdict[] = [
    ...boundsOf(measured, counts),
    ...(values.growth ? growthOf(measured, growing.few, growing.many) : []),
  ];
  say(`\n${tableOf(measured)}\n\n${stateTableOf(measured)}\n\n`);
  for (const { what, value, bound, met } of verdicts) {
    const digits = bound > 100 ? 0 : 2;
    say(
      `${met ? "ok      " : "exceeded"} ${what} ${value.toFixed(digits)} (bound ${bound.toFixed(digits)})\n`,
    );
  }
  if (values.json !== undefined) {
    await fs.writeFile(values.json, `${JSON.stringify({ machine, verdicts, ...measured }, null, 2)}\n`);
  }
  return verdicts.every(({ met }) => met);
}

async function measureAll(
  pulumi: string,
  plan: readonly { count: number; rounds: number }[],
): Promise<Measured> {
  const all: Measured = { samples: [], states: [] };
  const work = path.join(__dirname, "../../.work");
  await fs.mkdir(work, { recursive: true });
  const folder = await fs.mkdtemp(path.join(work, "bench-"));
  const server = await startServer(rate);
  try {
    for (const { count, rounds } of plan) {
      for (let round = 0; round < rounds; round++) {
        const { samples, states } = await measure(count, round, {
          ...{ pulumi, server, rate, folder },
          onSample: (s) =>
            process.stderr.write(`${s.count} ${s.phase}, ${s.kind}: ${s.seconds.toFixed(2)} s\n`),
        });
        all.samples.push(...samples);
        all.states.push(...states);
      }
    }
  } finally {
    await server.close();
    await fs.rm(folder, { recursive: true, force: true });
  }
  return all;
}

function describeMachine(pulumi: string): Record<string, string> {
  const [cpu] = os.cpus();
  const sdk: { version: string } = require("@pulumi/pulumi/package.json");
  return {
    cpu: `${os.cpus().length} x ${cpu?.model.trim()}`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    load: `load ${os.loadavg()[0]?.toFixed(1)} at the start`,
    node: `Node ${process.versions.node}`,
    pulumi: `pulumi ${execFileSync(pulumi, ["version"], { encoding: "utf8", stdio: "pipe" }).trim()}`,
    sdk: `@pulumi/pulumi ${sdk.version}`,
  };
}

function wholeNumber(flag: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`${flag} must be whole numbers above 0, not "${text}"`);
  return Number(text);
}

function say(text: string): void {
  process.stdout.write(text);
}
