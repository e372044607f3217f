// Takes the measurements: the kinds take turns, phase by phase, so that a slow minute of the machine meets them all.
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { type Kind, kinds } from "./kinds";
import type { Server } from "./server";
import { BenchStack, type Run, type StateSize } from "./stack";

/** What is done to a stack of N resources, in this order. */
export const phases = ["create", "preview", "preview --refresh", "change all", "destroy"] as const;
export type Phase = (typeof phases)[number];

/** One run of one phase. */
export interface Sample extends Run {
  count: number;
  round: number;
  kind: Kind;
  phase: Phase;
}

/** The state of one kind with so many resources, right after they were created. */
export interface StateSample extends StateSize {
  count: number;
  kind: Kind;
}

export interface Measured {
  samples: Sample[];
  states: StateSample[];
}

interface Options {
  pulumi: string;
  server: Server;
  rate: number;
  /** An existing folder for the projects. */
  folder: string;
  onSample: (sample: Sample) => void;
}

const commands: Record<Phase, string[]> = {
  create: ["up", "--yes", "--skip-preview"],
  preview: ["preview", "--expect-no-changes"],
  "preview --refresh": ["preview", "--refresh", "--run-program", "--expect-no-changes"],
  "change all": ["up", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

/** All phases, for all kinds, once with each number of resources. `round` decides who begins. */
export async function measure(count: number, round: number, options: Options): Promise<Measured> {
  const { pulumi, server, rate, folder, onSample } = options;
  const measured: Measured = { samples: [], states: [] };
  const turn = [...kinds.slice(round % kinds.length), ...kinds.slice(0, round % kinds.length)];
  const stacks = new Map<Kind, BenchStack>();
  for (const kind of turn) {
    const project = path.join(folder, `${kind}-${count}-${round}`);
    stacks.set(kind, await BenchStack.open({ pulumi, server, rate, folder: project, kind }));
  }
  for (const phase of phases) {
    for (const [kind, stack] of stacks) {
      await stack.program(count, phase === "change all" ? "v2" : "v1");
      const sample = { count, round, kind, phase, ...(await stack.run(...commands[phase])) };
      measured.samples.push(sample);
      onSample(sample);
      if (phase === "create" && round === 0) {
        measured.states.push({ count, kind, ...(await stack.stateSize(count)) });
      }
    }
  }
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(folder, { recursive: true });
  return measured;
}
