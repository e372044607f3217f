// Makes a story that fails smaller, as long as it fails: rounds, then actions, then slots and fields.
import type { ProgramEdit, Round, Story } from "./story";

/** Whether a story fails as the first one did. */
export type Fails = (story: Story) => Promise<boolean>;

/** The smallest story that was found within `tries` plays. */
export async function shrink(story: Story, fails: Fails, tries: number): Promise<Story> {
  let smallest = story;
  let left = tries;
  const attempt = async (candidate: Story): Promise<boolean> => {
    if (left-- <= 0 || !(await fails(candidate))) return false;
    smallest = candidate;
    return true;
  };
  // From the front: the last round is the one that failed.
  for (let i = 0; i < smallest.rounds.length - 1; )
    if (!(await attempt({ ...smallest, rounds: smallest.rounds.toSpliced(i, 1) }))) i += 1;
  await withoutSlots(() => smallest, attempt);
  for (const i of story.rounds.keys()) {
    for (const list of ["program", "dashboard", "troubles", "midEdits"] as const)
      await withoutElements(() => smallest, i, list, attempt);
    const round = smallest.rounds[i];
    if (round?.run.kill) await attempt(withRound(smallest, i, { run: { ...round.run, kill: null } }));
    if (round?.run.replace.length)
      await attempt(withRound(smallest, i, { run: { ...round.run, replace: [] } }));
  }
  return smallest;
}

/** Takes away all that concerns some slots: halves first, then single ones. */
async function withoutSlots(now: () => Story, attempt: (story: Story) => Promise<boolean>): Promise<void> {
  for (let size = now().slots >> 1; size >= 1; size >>= 1) {
    for (let from = 0; from < now().slots; from += size) {
      const goes = (slot: number) => slot >= from && slot < from + size;
      if (!now().rounds.some(({ program }) => program.some((edit) => goes(edit.slot)))) continue;
      await attempt(onlySlots(now(), (slot) => !goes(slot)));
    }
  }
}

function onlySlots(story: Story, stays: (slot: number) => boolean): Story {
  const rounds = story.rounds.map((round) => ({
    ...round,
    program: round.program.filter((edit: ProgramEdit) => stays(edit.slot)),
    dashboard: round.dashboard.filter((edit) =>
      edit.do === "remove" ? stays(edit.slot) : edit.of === "spare" || stays(edit.number),
    ),
    run: { ...round.run, replace: round.run.replace.filter(stays) },
  }));
  return { ...story, rounds };
}

async function withoutElements(
  now: () => Story,
  round: number,
  list: "program" | "dashboard" | "troubles" | "midEdits",
  attempt: (story: Story) => Promise<boolean>,
): Promise<void> {
  const elements = (): unknown[] => now().rounds[round]?.[list] ?? [];
  for (let size = Math.max(1, elements().length >> 1); size >= 1; size >>= 1) {
    for (let from = 0; from < elements().length; ) {
      const fewer = elements().toSpliced(from, size);
      if (!(await attempt(withRound(now(), round, { [list]: fewer })))) from += size;
    }
  }
}

function withRound(story: Story, index: number, change: Partial<Round>): Story {
  return {
    ...story,
    rounds: story.rounds.map((round, i) => (i === index ? { ...round, ...change } : round)),
  };
}
