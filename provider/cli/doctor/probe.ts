// `doctor --probe`: asks the API itself what its pages leave open, on one throwaway config that is put back afterwards.
import { transferConfigPath } from "../../api/endpoints";
import { CareCycleError } from "../../api/errors";
import { isSensitive } from "../../model/fieldTable";
import { printable, printableJson } from "../../model/printable";
import { leaves, type Values } from "../../model/values";
import { matchesPin, type Settings } from "../../session/settings";
import { clientOf, say } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError, exitCodes } from "../cliError";
import { readUsage } from "../usage/readUsage";
import { keyOf } from "../usage/references";
import { usageOptions } from "../usage/source";
import { pointing } from "../usage/words";
import { Interruption } from "./interruption";
import { answersTable, headersOf } from "./probeTable";
import { configOf, type ProbeRequest, type Question, questions, touchedFields } from "./questions";
import { RawApi, type RawResponse } from "./rawApi";
import { restore } from "./restore";

/** What a probe would send; nothing is sent. */
export function announceProbe(id: string): string {
  const lines = questions.flatMap(({ title, requests }) => [
    `  ${title}`,
    ...requests.map((request) => `    ${lineOf(id, request)}`),
  ]);
  return `${[
    `With --yes, this asks the API, on transfer config ${id} (nothing was sent now):`,
    "",
    ...lines,
    "",
    `Only that config is written to, and ${touchedFields.join(", ")} are put back at the end, also after a failure or Ctrl-C.`,
    "Calls that use the config meanwhile may go wrong: name one that nothing uses. One in use is refused.",
  ].join("\n")}\n`;
}

function lineOf(id: string, request: ProbeRequest): string {
  if ("patch" in request) return `PATCH ${transferConfigPath(id)} ${printableJson(request.patch)}`;
  return `GET ${request.get ?? transferConfigPath(id)}`;
}

/**
 * Asks all questions, puts the config back, and prints the answers. Returns the exit code: 1 where a question got no
 * answer, or the config is not what it was.
 * @throws CliError where the config isn't one to try things on; nothing was written then.
 */
export async function probe(id: string, settings: Settings, context: CliContext): Promise<number> {
  const tell = (line: string) => say(line, context);
  const api = new RawApi(settings, tell);
  const before = await readBefore(api, id, settings);
  await refuseIfUsed(id, settings, context, tell);
  const held = printableJson(Object.fromEntries(touchedFields.map((name) => [name, before[name] ?? null])));
  tell(`${id} holds ${held}; this is put back at the end.`);

  const interruption = new Interruption(() => tell("stopping: the config is put back first."));
  const answers = new Map<Question, string>();
  let problems: readonly string[] = [];
  let written = false;
  try {
    for (const question of questions) {
      const responses: RawResponse[] = [];
      try {
        for (const request of question.requests) {
          if (interruption.requested) break;
          written ||= "patch" in request;
          responses.push(await api.request(requestOf(id, request)));
        }
      } catch (error) {
        if (!(error instanceof CareCycleError)) throw error;
        answers.set(question, `no answer: ${error.message}`);
        // What the network or a proxy did to one request, it will do to the next.
        break;
      }
      if (responses.length < question.requests.length) break;
      answers.set(question, question.answer(responses));
      if (responses.some(({ status }) => status === 401 || status >= 500)) break;
    }
  } finally {
    if (written) problems = await restore(api, id, before);
    interruption.end();
  }
  context.stdout.write(answersTable(answers, headersOf(api.seen), settings.baseUrl));
  for (const text of problems) tell(text);
  if (problems.length > 0) tell(`before the probe, ${id} held ${held}: put it back in the dashboard.`);
  else if (written) tell(`${id} is as it was before.`);
  const isWhole = answers.size === questions.length && ![...answers.values()].some(isUnanswered);
  return isWhole && problems.length === 0 ? exitCodes.nothing : exitCodes.error;
}

const isUnanswered = (answer: string) => answer.startsWith("no answer");

function requestOf(id: string, request: ProbeRequest) {
  if ("patch" in request)
    return { method: "PATCH", path: transferConfigPath(id), body: request.patch } as const;
  return { method: "GET", path: request.get ?? transferConfigPath(id) } as const;
}

async function readBefore(api: RawApi, id: string, settings: Settings): Promise<Values> {
  const response = await api.request({ method: "GET", path: transferConfigPath(id) });
  if (response.error) throw response.error;
  const before = configOf(response);
  if (typeof before.id !== "string" || keyOf(before.id) !== keyOf(id))
    throw new CliError(
      `the answer to GET ${transferConfigPath(id)} is not that config; nothing was written.`,
    );
  if (!matchesPin(settings, before.clientId))
    throw new CliError(
      `${id} belongs to another client than the pinned ${settings.clientId}; nothing was written.`,
    );
  // It may have to be printed, should it not be possible to put it back.
  const touched = Object.fromEntries(touchedFields.map((name) => [name, before[name]]));
  if (leaves(touched).some(({ path, value }) => isSensitive(path) && value !== null))
    throw new CliError(
      `${id} has values that may be credentials in dynamicOptions; nothing was written. Name a config without any.`,
    );
  return before;
}

async function refuseIfUsed(
  id: string,
  settings: Settings,
  context: CliContext,
  tell: (line: string) => void,
): Promise<void> {
  const usage = await readUsage(
    clientOf(settings, context),
    usageOptions(settings, { campaignDetails: true }, context),
  );
  const users = usage.users.get(keyOf(id)) ?? [];
  if (users.length > 0)
    throw new CliError(`${pointing(users)} to ${id}; nothing was written. Name a config that nothing uses.`);
  for (const what of usage.notRead)
    tell(`whether something uses the config was not seen in full: ${printable(what)}`);
}
