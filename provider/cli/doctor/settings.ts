// The settings of a stack or of the environment, where the key comes from, and what is wrong with them.
import { secretKeyCommand } from "../../api/clientOptions";
import { CareCycleError } from "../../api/errors";
import { readSettings, type Settings, settingVariables } from "../../session/settings";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import { hasProject } from "../preview/projectFile";
import { openStack } from "../preview/stack";
import { type Finding, ok, problem, warning } from "./finding";

const keyVariable = settingVariables.apiKey ?? "";

/** What was found out about the settings. */
export interface FoundSettings {
  readonly findings: readonly Finding[];
  /** Undefined where they can't be used. */
  readonly settings: Settings | undefined;
}

/** Reads the settings of the stack `stack` (the selected one, by default), or of the environment where there is none. */
export async function findSettings(
  cwd: string,
  stack: string | undefined,
  { env }: CliContext,
): Promise<FoundSettings> {
  const findings: Finding[] = [];
  const found = await stackConfig(cwd, stack, env, findings);
  // What is missing in the environment may stand in a stack that can't be read.
  if (found === "unreadable" && !env[keyVariable]) return { findings, settings: undefined };
  const config = found instanceof Map ? found : new Map<string, string>();
  let settings: Settings;
  try {
    settings = readSettings((key) => config.get(key), env);
  } catch (error) {
    if (!(error instanceof CareCycleError)) throw error;
    findings.push(problem(error.message, "Correct it, and run this again."));
    return { findings, settings: undefined };
  }
  findings.push(keyFinding(settings, config, env));
  if (settings.clientId !== undefined) findings.push(ok(`account pinned to client ${settings.clientId}`));
  return { findings, settings };
}

async function stackConfig(
  cwd: string,
  stack: string | undefined,
  env: NodeJS.ProcessEnv,
  findings: Finding[],
): Promise<ReadonlyMap<string, string> | "unreadable" | undefined> {
  // Without a project there is no stack, which was said already.
  if (stack === undefined && !hasProject(cwd)) return undefined;
  try {
    const opened = await openStack({ cwd, stack });
    const config = await opened.config();
    findings.push(ok(`stack ${opened.name}`));
    return config;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const text = `the stack's settings were not read: ${error.message}`;
    const rest = env[keyVariable]
      ? "only the environment's settings are looked at"
      : "the key, its account and the API's address can't be looked at";
    findings.push(problem(text, `Until then, ${rest}.`));
    return "unreadable";
  }
}

function keyFinding(
  { apiKey }: Settings,
  config: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
): Finding {
  if (apiKey === undefined)
    return problem("no API key is set", `Run: ${secretKeyCommand}, or set ${keyVariable}.`);
  if (!config.has("carecycle:apiKey")) return ok(`API key of the right shape, from ${keyVariable}`);
  const source = "API key of the right shape, from the stack's carecycle:apiKey (a secret)";
  if (!env[keyVariable] || env[keyVariable] === apiKey) return ok(source);
  return warning(
    `${source}; ${keyVariable} holds another one, which is not used`,
    `Run: unset ${keyVariable}`,
  );
}
