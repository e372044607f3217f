// The answers of a probe as a table that can be attached to an issue.
import { answersTable, headersOf } from "../../../provider/cli/doctor/probeTable";
import { questions } from "../../../provider/cli/doctor/questions";
import type { Observed } from "../../../provider/cli/doctor/rawApi";

const seen = (status: number, ...names: string[]): Observed => ({
  status,
  headers: new Map(names.map((name) => [name, "1"])),
  sentAt: 0,
  receivedAt: 0,
});

test("headers that tell of the quota are named once, in order, and by themselves where they come with a 429", () => {
  expect(
    headersOf([
      seen(200, "content-type", "x-ratelimit-limit", "x-rate-limit-reset"),
      seen(429, "retry-after", "content-length"),
      seen(429, "ratelimit-policy"),
      seen(200, "x-ratelimit-limit", "quota-left"),
    ]),
  ).toEqual({
    quota: "quota-left, ratelimit-policy, retry-after, x-rate-limit-reset, x-ratelimit-limit",
    refused: "ratelimit-policy, retry-after",
  });
});

test("a header that only resembles one is none", () => {
  expect(headersOf([seen(200, "x-retry-after", "retry-after-ms", "rate", "limit")])).toEqual({
    quota: "none",
    refused: "no 429 was met",
  });
  expect(headersOf([seen(429)])).toEqual({ quota: "none", refused: "none" });
});

test("each question has a row, with what was answered or that it was not asked; then headers, and what is not tried", () => {
  const { version } = require("pulumi-carecycle/package.json") as { version: string };
  const [first, second] = questions;
  if (!first || !second) throw new Error("there are no questions");
  const table = answersTable(
    new Map([
      [first, "queue | <b>"],
      [second, "no answer: 500"],
    ]),
    { quota: "retry-after", refused: "no 429 was met" },
    "https://api.example\u001b[2J",
  );
  const lines = table.split("\n");
  const today = new Date().toISOString().slice(0, 10);
  expect(lines.slice(0, 6)).toEqual([
    `pulumi-carecycle ${version} doctor --probe, https://api.example\ufffd[2J, ${today}`,
    "",
    "| Question | Answer |",
    "| --- | --- |",
    `| ${first.title} | queue &#124; &#60;b&#62; |`,
    `| ${second.title} | no answer: 500 |`,
  ]);
  expect(lines).toHaveLength(4 + questions.length + 4 + 1);
  for (const line of lines.slice(6, 4 + questions.length))
    expect(line).toMatch(/ \| no answer: not asked \|$/);
  expect(lines.slice(4 + questions.length)).toEqual([
    "| Which headers tell of the quota? | retry-after |",
    "| Which of them come with a 429? | no 429 was met |",
    "| Is there a DELETE? | not tried: it would remove the config |",
    "| Does POST answer 200 or 201? | not tried: it would create a config |",
    "",
  ]);
});
