// The stack config, as the program's own process has it.
import type * as Levenshtein from "fastest-levenshtein";
import { secretKeyCommand } from "../api/clientOptions";
import { ConfigurationError } from "../api/errors";
import { printable } from "../model/printable";
import { maskedError } from "../session/maskedError";
import { Session } from "../session/session";
import { settingNames } from "../session/settings";
import { allConfig, getConfig, getProject, getStackResource, log } from "./sdk";
import { isConfigSecret } from "./sdkInternals";

/**
 * Refuses an API key that is in the stack config as plain text. Only the program's process can
 * tell: in the provider's, secrets have been decrypted.
 * @throws ConfigurationError with the command that fixes it.
 */
export function refusePlaintextKey(): void {
  const key = "carecycle:apiKey";
  if (getConfig(key) === undefined || isConfigSecret(key)) return;
  throw maskedError(
    new ConfigurationError(
      key,
      `is in the stack config as plain text. Encrypt it: ${secretKeyCommand} (and revoke the key if that file was ever shared).`,
    ),
  );
}

// By run: programs that the Automation API runs inline share a process.
const reportedRuns = new WeakSet<object>();

/**
 * Warns, once in a run, of keys under `carecycle:` that are no setting: a misspelt `carecycle:clientId` pins nothing. No
 * error, because the keys of a project that is called carecycle stand there, too.
 */
export function warnOfUnknownKeys(): void {
  const run = getStackResource();
  if (run === undefined || reportedRuns.has(run)) return;
  reportedRuns.add(run);
  const prefix = "carecycle:";
  const names = Object.keys(allConfig())
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length));
  const known: readonly string[] = settingNames;
  for (const name of names.filter((n) => !known.includes(n))) {
    const { closest, distance }: typeof Levenshtein = require("fastest-levenshtein");
    const near = closest(name, known);
    const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= 3;
    if (!isNear && getProject() === "carecycle") continue;
    const advice = isNear ? `did you mean ${prefix}${near}?` : `settings are ${known.join(", ")}.`;
    void log.warn(`carecycle: ${printable(prefix + name)} is not a setting of pulumi-carecycle; ${advice}`);
  }
}

/**
 * A session with the stack config as the program has it now. One for each call, with the config copied: programs
 * that the Automation API runs inline share a process, and the key or responses of one must never reach another,
 * not even while one of them waits.
 */
export function programSession(): Session {
  const config = { ...allConfig() };
  const session = new Session({
    env: process.env,
    notify: (line) => void log.info(`carecycle: ${line}`),
  });
  session.configure((key) => config[key]);
  return session;
}
