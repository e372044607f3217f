// Plays a story on an engine, and says what did not hold.
import type { Engine } from "../engine";
import { changes, startStackFixture } from "../support/stackFixture";
import { brokenBy, conflictsOf, QUOTA, unsettled } from "./checks";
import { sparesOf } from "./generate";
import type { Doubts } from "./oracle";
import { head } from "./program";
import { type Outcome, Processes, settled, troubled } from "./runs";
import type { Round, Story } from "./story";
import { World } from "./world";

/** What did not hold, in which round (from 0). */
export class Violation extends Error {
  override readonly name = "Violation";
  constructor(
    readonly round: number,
    readonly problems: readonly string[],
  ) {
    super(`round ${round}:\n  ${problems.slice(0, 12).join("\n  ")}`);
  }
}

type Say = (line: string) => void;

/**
 * Plays a story.
 * @throws Violation
 */
export async function play(story: Story, engine: Engine, say: Say = () => {}): Promise<void> {
  const fixture = await startStackFixture(
    engine,
    { ...story.server, seed: sparesOf(story) as never, allowDelete: true, requireAppointment: false },
    {
      "carecycle:rateLimit": { value: String(QUOTA.limit) },
      "carecycle:rateWindowSeconds": { value: String(QUOTA.seconds) },
      "carecycle:timeoutSeconds": { value: "1" },
    },
  );
  const processes = await Processes.watch(fixture);
  try {
    const world = new World(story, fixture);
    for (const [i, round] of story.rounds.entries()) {
      const problems = await playRound(world, round, processes, say);
      if (problems.length > 0) throw new Violation(i, problems);
      await world.settle();
    }
  } finally {
    await fixture.close();
    await processes.dispose();
  }
}

/** Edits, the troubled run, at most two updates that put it right, and a preview that must be empty. */
async function playRound(world: World, round: Round, processes: Processes, say: Say): Promise<string[]> {
  const { stack } = world.fixture;
  const problems: string[] = [];
  const watched = async (
    what: string,
    run: () => Promise<Outcome>,
    excused: readonly unknown[] = [],
  ): Promise<Outcome> => {
    const before = new Set(world.live().keys());
    world.emulator.clearLog();
    const began = Date.now();
    const outcome = await run();
    const end = outcome.killed ? "killed" : (outcome.error?.split("\n")[0]?.slice(0, 160) ?? "done");
    say(
      `${what}: ${end}, ${world.emulator.requests.length} requests, ${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    for (const broken of await brokenBy(world, outcome, before, excused)) problems.push(`${what}: ${broken}`);
    return outcome;
  };

  const edited = world.begin(round);
  await world.fixture.program(world.program.resources(), head);
  const replaced = new Set(round.run.replace.flatMap((number) => world.standing(number) ?? []));
  const urns = await world.urns(replaced);
  const { command, refresh } = round.run;
  const outcome = await watched(`${command}${refresh ? " --refresh" : ""}`, () =>
    troubled(world.fixture, processes, round.run, urns),
  );
  world.emulator.faults.clear();
  const doubts: Doubts = {
    before: edited(),
    normal: normalised(round),
    replaced,
    rolledBack: new Map(),
    serverDefaults: world.story.server.serverDefaults,
  };
  problems.push(...conflictsOf(world, round, outcome, doubts));
  if (world.story.rollBack) {
    doubts.rolledBack = world.rollBack();
    await world.fixture.program(world.program.resources(), head);
  }

  let left: string[] = [];
  let hasFailed = false;
  // As docs/secrets.md has it: a refresh could not know of a secret that the killed run had no time to record. Where the update
  // without one fails elsewhere, the next one shows these values, and no others.
  const unrecorded = outcome.killed ? world.unrecordedSecrets() : [];
  for (const again of [1, 2]) {
    const refresh = again === 2 || unrecorded.length === 0;
    const clean = await watched(
      `up ${again}${refresh ? "" : " without a refresh"}`,
      () => settled(() => stack.up({ refresh })),
      again === 2 && hasFailed ? unrecorded : [],
    );
    hasFailed = clean.error !== undefined;
    if (!refresh) {
      // What the killed run overwrote, it has said.
      const text = `${outcome.text}\n${clean.text}`;
      const run = { ...round.run, command: "up", refresh, kill: null } as const;
      problems.push(...conflictsOf(world, { ...round, run }, { ...clean, text }, doubts));
    }
    left = await unsettled(world, doubts);
    if (clean.error !== undefined) left.unshift(`up ${again} failed: ${clean.error}`);
    for (const problem of left.slice(0, 3)) say(`  still ${problem.slice(0, 300)}`);
    if (left.length === 0) break;
  }
  problems.push(...left);
  const preview = await watched("the preview", () => settled(() => stack.preview({ refresh: true })));
  const steps = changes(preview.result?.steps ?? []);
  if (preview.error !== undefined) problems.push(`the preview failed: ${preview.error}`);
  if (steps.length > 0) problems.push(`the preview is not empty: ${steps.join(", ")}`);
  return problems;
}

/** What the server put in place of what it was sent, by path. */
function normalised({ troubles }: Round): Map<string, unknown> {
  const faults = troubles.flatMap(({ fault }) => (fault.kind === "normalise-field" ? [fault] : []));
  return new Map(faults.map(({ field, to }) => [String(field), to]));
}
