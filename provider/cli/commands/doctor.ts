// `doctor`: looks at everything that a first update needs, and says what to do about what isn't right.
import { resolve } from "node:path";
import { say } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { CliError, exitCodes } from "../cliError";
import { connection } from "../doctor/connection";
import { Findings } from "../doctor/finding";
import { installation } from "../doctor/installation";
import { announceProbe, probe } from "../doctor/probe";
import { findSettings } from "../doctor/settings";
import { requireIds } from "../ids";

/** Options of {@link doctor}. */
export interface DoctorOptions {
  /** Folder that holds Pulumi.yaml. */
  readonly cwd: string;
  /** @default the selected one */
  readonly stack?: string;
  /** A transfer config of the account, by which the key's account is seen. */
  readonly id?: string;
  /** A throwaway transfer config, on which the API's open questions are tried. */
  readonly probe?: string;
  /** Sends what a probe sends. @default false: it is only said */
  readonly yes?: boolean;
}

/** Prints what was found. Returns the exit code: 1 where there is a problem. */
export async function doctor(options: DoctorOptions, context: CliContext): Promise<number> {
  const { stack, id, probe: probed, yes = false } = options;
  requireIds([id, probed].filter((given) => given !== undefined));
  if (yes && probed === undefined) throw new CliError("--yes goes with --probe.");
  const cwd = resolve(options.cwd);
  if (probed !== undefined && !yes) {
    context.stdout.write(announceProbe(probed));
    return exitCodes.nothing;
  }
  const findings = new Findings(context);
  if (probed === undefined) for await (const finding of installation(cwd, context)) findings.add(finding);
  const { settings, findings: ofSettings } = await findSettings(cwd, stack, context);
  findings.hide(settings?.apiKey);
  if (probed !== undefined) {
    // With settings that are only half those of the stack, it would write to whatever account the rest leads to. A missing
    // key is a problem among them.
    const isSound = ofSettings.every(({ grade }) => grade !== "problem");
    if (isSound && settings) return probe(probed, settings, context);
    findings.add(...ofSettings);
    return exitCodes.error;
  }
  findings.add(...ofSettings);
  const notify = (line: string) => say(line, context);
  if (settings)
    for await (const finding of connection(settings, { id, stack, notify })) findings.add(finding);
  context.stdout.write(`\n${findings.summary()}\n`);
  return findings.problems > 0 ? exitCodes.error : exitCodes.nothing;
}
