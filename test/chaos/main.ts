// `npm run chaos -- --seed S --rounds N`: plays stories, and prints the first that fails, made as small as can be.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Engine, embedded, enginesAtHand, NO_PULUMI_NOTICE } from "../engine";
import { print, runMain } from "../support/runMain";
import { storyOf } from "./generate";
import { play, Violation } from "./play";
import { shrink } from "./shrink";
import type { Hardship, Story } from "./story";

const USAGE = `Usage: npm run chaos -- [options]
  --seed S          seed of the first story (default: of the day); each further story has the next one
  --rounds N        rounds over all stories (10)
  --length N        rounds of one story (5); a story has one stack, and one way in which the API answers
  --roll-back       goes back to the former fields after each troubled run
  --hard            more faults, and more kills
  --configs N       configs that the program may have (30)
  --engine NAME     embedded (default) or pulumi
  --shrink N        plays to spend on making a failing story smaller (60; 0: none)
  --story FILE      plays a story that was printed before, as JSON
  --verbose         prints every run
The two ways of a PATCH with dynamicOptions, and a server with and without defaults, take turns with the seeds.`;

const options = {
  seed: { type: "string" },
  rounds: { type: "string", default: "10" },
  length: { type: "string", default: "5" },
  configs: { type: "string", default: "30" },
  engine: { type: "string", default: "embedded" },
  shrink: { type: "string", default: "60" },
  "roll-back": { type: "boolean", default: false },
  hard: { type: "boolean", default: false },
  story: { type: "string" },
  verbose: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

async function main(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) return print(USAGE, 0);
  const engine = engineOf(values.engine);
  if (engine === undefined) return print(NO_PULUMI_NOTICE, 0);
  const seed = wholeNumber("--seed", values.seed ?? String(Math.floor(Date.now() / 86_400_000)), 0);
  const [rounds, length, configs] = [
    wholeNumber("--rounds", values.rounds),
    wholeNumber("--length", values.length),
    wholeNumber("--configs", values.configs),
  ];
  const hardship = { rollBack: values["roll-back"], hard: values.hard };
  const stories = values.story
    ? [JSON.parse(readFileSync(values.story, "utf8")) as Story]
    : Array.from({ length: Math.ceil(rounds / length) }, (_, i) =>
        storyOf(seed + i, Math.min(length, rounds - i * length), configs, hardship),
      );
  print(
    `${engine.description}: ${stories.length} ${stories.length === 1 ? "story" : "stories"} from seed ${stories[0]?.seed}`,
  );
  for (const story of stories) {
    const began = Date.now();
    const failed = await failure(story, engine, values.verbose);
    const { dynamicOptions, serverDefaults } = story.server;
    const what = `seed ${story.seed}: ${story.rounds.length} rounds, PATCH ${dynamicOptions}s dynamicOptions, ${serverDefaults ? "with" : "without"} defaults`;
    print(`${failed ? "NOT OK" : "OK"} ${what}, ${((Date.now() - began) / 1000).toFixed(0)} s`);
    if (failed) {
      const tries = wholeNumber("--shrink", values.shrink, 0);
      return report(story, failed, { engine, tries, hardship });
    }
  }
  return 0;
}

interface Replay {
  readonly engine: Engine;
  /** Plays to spend on making the story smaller. */
  readonly tries: number;
  readonly hardship: Hardship;
}

async function report(story: Story, failed: Violation, { engine, tries, hardship }: Replay): Promise<number> {
  const { rollBack = false, hard = false } = hardship;
  print(
    `${failed.message}\nAgain: npm run chaos -- --seed ${story.seed} --rounds ${failed.round + 1} --length ${failed.round + 1}${rollBack ? " --roll-back" : ""}${hard ? " --hard" : ""}`,
  );
  const until: Story = { ...story, rounds: story.rounds.slice(0, failed.round + 1) };
  const kind = kindOf(failed);
  const smallest = await shrink(
    until,
    async (candidate) => {
      const again = await failure(candidate, engine, false);
      return again !== undefined && again.round === candidate.rounds.length - 1 && kindOf(again) === kind;
    },
    tries,
  );
  return print(
    `Shrunk (play it with --story FILE):\n${JSON.stringify(smallest)}\n${(await failure(smallest, engine, true))?.message ?? "It does not fail every time."}`,
    1,
  );
}

/** What kind of failure it is: its first problem without what is particular to one play. */
function kindOf({ problems: [first = ""] }: Violation): string {
  return first.replace(/\([^)]*\)|c\d+-\d+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, "").slice(0, 60);
}

async function failure(story: Story, engine: Engine, verbose: boolean): Promise<Violation | undefined> {
  try {
    await play(story, engine, verbose ? print : undefined);
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error;
    throw error;
  }
}

function engineOf(name: string): Engine | undefined {
  if (name === "embedded") return embedded;
  if (name !== "pulumi") throw new Error(`--engine must be embedded or pulumi, not "${name}"`);
  return enginesAtHand().find((engine) => engine.name === "pulumi");
}

function wholeNumber(flag: string, text: string, least = 1): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw new Error(`${flag} must be a whole number of at least ${least}, not "${text}"`);
}

runMain("chaos", main, { traced: true });
