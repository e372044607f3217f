// What the measurements are held to: ratios within one run, because seconds belong to a machine.
import { maxOwnBytes } from "../../support/stateSize";
import type { Kind } from "./kinds";
import type { Measured, Phase } from "./measure";

/** A bound and what was measured. */
export interface Verdict {
  what: string;
  value: number;
  bound: number;
  met: boolean;
}

/** Seconds of the fastest round: whatever else the machine did only adds to a time. Undefined if there was none. */
export function fastest(
  { samples }: Pick<Measured, "samples">,
  count: number,
  kind: Kind,
  phase: Phase,
): number | undefined {
  const seconds = samples
    .filter((sample) => sample.count === count && sample.kind === kind && sample.phase === phase)
    .map((sample) => sample.seconds);
  return seconds.length === 0 ? undefined : Math.min(...seconds);
}

interface Ratio {
  what: string;
  of: [Kind, Phase];
  to: [Kind, Phase];
  bound: number;
}

const ratios: Ratio[] = [
  { what: "preview : components", of: ["ours", "preview"], to: ["floor", "preview"], bound: 1.25 },
  { what: "preview : do-nothing provider", of: ["ours", "preview"], to: ["noop", "preview"], bound: 1 },
  // Its requests to the local server included.
  { what: "create : do-nothing provider", of: ["ours", "create"], to: ["noop", "create"], bound: 1.35 },
  {
    what: "preview --refresh : do-nothing provider's preview",
    of: ["ours", "preview --refresh"],
    to: ["noop", "preview"],
    bound: 1.5,
  },
];

/** How much more the phase may grow than the floor's: what single runs of minutes differ by themselves. */
const growthNoise = 1.1;

/** Bounds for stacks of `counts` resources, each by itself. */
export function boundsOf(measured: Measured, counts: readonly number[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const count of counts) {
    for (const { what, of, to, bound } of ratios) {
      const [own, other] = [fastest(measured, count, ...of), fastest(measured, count, ...to)];
      if (own === undefined || other === undefined) throw new Error(`${what} of ${count} was not measured`);
      verdicts.push(verdict(`${count} configs: ${what}`, own / other, bound));
    }
    const state = measured.states.find((s) => s.count === count && s.kind === "ours");
    if (state === undefined) throw new Error(`the state of ${count} was not measured`);
    verdicts.push(verdict(`${count} configs: bytes of our own a resource`, state.ownBytes, maxOwnBytes));
  }
  return verdicts;
}

/** Whether a phase grows from `few` to `many` resources as the floor does. */
export function growthOf(measured: Pick<Measured, "samples">, few: number, many: number): Verdict[] {
  return (["create", "preview"] as const).map((phase) => {
    const growth = (kind: Kind) => {
      const [before, after] = [few, many].map((count) => fastest(measured, count, kind, phase));
      if (before === undefined || after === undefined)
        throw new Error(`${phase} of ${many} was not measured`);
      return after / before;
    };
    return verdict(
      `${few} to ${many} configs: growth of ${phase} : components`,
      growth("ours") / growth("floor"),
      growthNoise,
    );
  });
}

function verdict(what: string, value: number, bound: number): Verdict {
  return { what, value, bound, met: value <= bound };
}
