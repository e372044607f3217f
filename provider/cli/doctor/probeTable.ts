// The answers of a probe as a table in Markdown, to attach to an issue: nothing of the account or of the config's values is in it.
import { printable } from "../../model/printable";
import { prose, row } from "../render/markdownText";
import { notTried, type Question, questions } from "./questions";
import type { Observed } from "./rawApi";

/** What the headers of the responses told. */
export interface HeaderAnswers {
  /** About the quota, of any response. */
  readonly quota: string;
  /** Of answers with 429, if any were met. */
  readonly refused: string;
}

/** Reads the headers of all responses; a 429 is never provoked. */
export function headersOf(seen: readonly Observed[]): HeaderAnswers {
  const ofQuota = (responses: readonly Observed[]) => {
    const names = new Set(responses.flatMap(({ headers }) => [...headers.keys()]).filter(isOfQuota));
    return names.size === 0 ? "none" : [...names].sort().join(", ");
  };
  const refused = seen.filter(({ status }) => status === 429);
  return { quota: ofQuota(seen), refused: refused.length === 0 ? "no 429 was met" : ofQuota(refused) };
}

const isOfQuota = (name: string) => /rate-?limit|^retry-after$|quota/.test(name);

/** The table. Questions without an answer say so. */
export function answersTable(
  answers: ReadonlyMap<Question, string>,
  headers: HeaderAnswers,
  baseUrl: string,
): string {
  const { version } = require("pulumi-carecycle/package.json") as { version: string };
  const rows: [string, string][] = [
    ...questions.map((question): [string, string] => [
      question.title,
      answers.get(question) ?? "no answer: not asked",
    ]),
    ["Which headers tell of the quota?", headers.quota],
    ["Which of them come with a 429?", headers.refused],
    ...notTried.map(([title, reason]): [string, string] => [title, reason]),
  ];
  return [
    `pulumi-carecycle ${version} doctor --probe, ${printable(baseUrl)}, ${new Date().toISOString().slice(0, 10)}`,
    "",
    row(["Question", "Answer"]),
    row(["---", "---"]),
    ...rows.map((cells) => row(cells.map(prose))),
    "",
  ].join("\n");
}
