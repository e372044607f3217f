// Ten rounds of chaos on the embedded engine, over all ways in which the API may answer; more by `npm run chaos`.
import { embedded } from "../engine";
import { storyOf } from "./generate";
import { problemsOf } from "./oracle";
import { play } from "./play";
import type { Slot } from "./program";
import { shrink } from "./shrink";
import type { Story } from "./story";

// A few configs each keep this short.
const CONFIGS = 5;
const FIRST_SEED = 95;

const storiesFrom = (first: number) =>
  [3, 2, 3, 2].map((rounds, i) =>
    storyOf(first + i, rounds, CONFIGS, { rollBack: i >= 2, hard: i % 2 === 1 }),
  );

test("the ten rounds have every kind of trouble, kill and edit", () => {
  const rounds = storiesFrom(FIRST_SEED).flatMap((story) => story.rounds);
  // Those that hit one of the first requests: there are few.
  const hits = rounds.flatMap(({ troubles }) => troubles).filter(({ nth }) => nth.some((n) => n <= 3));
  expect([...new Set(hits.map(({ fault }) => fault.kind))].sort()).toEqual([
    "delay",
    "ignore-field",
    "non-json",
    "normalise-field",
    "rate-limit",
    "reset-after-commit",
    "reset-before",
    "status",
    "truncated",
    "truncated-json",
    "wrong-shape",
  ]);
  expect(new Set(rounds.map(({ run }) => run.kill?.what))).toEqual(
    new Set([undefined, "engine", "provider"]),
  );
  expect(new Set(rounds.flatMap(({ program }) => program.map((edit) => edit.do))).size).toBe(11);
  expect(new Set(rounds.flatMap(({ dashboard }) => dashboard.map((edit) => edit.do))).size).toBe(2);
  expect(rounds.some(({ midEdits }) => midEdits.length > 0)).toBe(true);
  expect(rounds.some(({ run }) => run.replace.length > 0)).toBe(true);
});

test("ten rounds keep every promise", async () => {
  // Side by side: each is a chain of processes, which wait for each other and for retries.
  const queue = storiesFrom(Number(process.env.CHAOS_SEED ?? FIRST_SEED)).entries();
  const worker = async () => {
    for (const [i, story] of queue) {
      const again = `npm run chaos -- --seed ${story.seed} --rounds ${story.rounds.length} --configs ${CONFIGS}${story.rollBack ? " --roll-back" : ""}${i % 2 === 1 ? " --hard" : ""}`;
      const failed = await play(story, embedded).then(
        () => undefined,
        (error: Error) => `${error.message}\n${again}`,
      );
      expect(failed).toBeUndefined();
    }
  };
  await Promise.all([worker(), worker(), worker()]);
});

test("a seed always tells the same story, and a longer one begins alike", () => {
  expect(storyOf(7, 3, 30)).toEqual(storyOf(7, 3, 30));
  expect(storyOf(7, 3, 30).rounds).toEqual(storyOf(7, 5, 30).rounds.slice(0, 3));
  expect(storyOf(8, 3, 30)).not.toEqual(storyOf(7, 3, 30));
  const servers = [4, 5, 6, 7].map((seed) => storyOf(seed, 1, 1).server);
  const kinds = servers.map(({ dynamicOptions, serverDefaults }) => `${dynamicOptions} ${serverDefaults}`);
  expect(new Set(kinds).size).toBe(4);
});

test("a story plays again from its JSON", () => {
  const story = storyOf(9, 4, 30);
  expect(JSON.parse(JSON.stringify(story))).toEqual(story);
});

test("a failing story is shrunk to what makes it fail", async () => {
  const story = storyOf(1, 4, 30);
  const cause = story.rounds[1]?.program.find((edit) => edit.do === "declare") ?? story.rounds[1]?.program[0];
  const fails = async ({ rounds }: Story) =>
    rounds.some(({ program }) => program.some((edit) => JSON.stringify(edit) === JSON.stringify(cause)));
  const { rounds } = await shrink(story, fails, 500);
  expect(rounds.flatMap(({ program }) => program)).toEqual([cause]);
  expect(
    rounds.flatMap(({ dashboard, troubles, midEdits }) => [dashboard, troubles, midEdits]).flat(),
  ).toEqual([]);
});

describe("the oracle", () => {
  const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
  const slot: Slot = {
    name: "c",
    alias: undefined,
    inputs: { sipUri: "a", dynamicOptions: { pingUrl: "p" } },
    secrets: [],
    id,
    tainted: false,
  };
  const theirs = {
    id,
    name: "N",
    type: "sip",
    warmMode: "immediate-summary",
    dynamicOptions: { timeout: 1 },
  };
  const was = { name: "c", id, inputs: { ...slot.inputs, warmSummaryPrompt: "w" }, secrets: [] };
  const converged = {
    ...theirs,
    clientId: "c",
    createdAt: null,
    updatedAt: null,
    sipUri: "a",
    dynamicOptions: { timeout: 1, pingUrl: "p" },
  };
  const doubts = {
    before: new Map(),
    normal: new Map(),
    replaced: new Set<Slot>(),
    rolledBack: new Map(),
    serverDefaults: false,
  };
  const problems = (live: object) =>
    problemsOf(slot, was, { ...converged, ...live }, theirs, theirs, doubts).map(
      (text) => text.split(":")[0],
    );

  test("accepts what is as declared, and as others left it", () => {
    expect(problems({})).toEqual([]);
  });

  test.each([
    [{ sipUri: "b" }, "sipUri"],
    [{ dynamicOptions: { timeout: 1, pingUrl: "q" } }, "dynamicOptions"],
    [{ dynamicOptions: { pingUrl: "p" } }, "dynamicOptions.timeout (not declared)"],
    [{ dynamicOptions: { timeout: 1, pingUrl: "p", added: 1 } }, "dynamicOptions.added (not declared)"],
    [{ warmMode: null }, "warmMode (not declared)"],
    [{ warmSummaryPrompt: "w" }, "warmSummaryPrompt (not declared)"],
    [{ agentScreen: "inbox" }, "additional agentScreen"],
  ])("names %p", (live, path) => {
    expect(problems(live)).toEqual([path]);
  });
});
