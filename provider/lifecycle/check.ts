// Checks the inputs of a resource, and previews the adoption of one that is new.
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { ConfigurationError } from "../api/errors";
import { withNullPaths } from "../model/declaredNulls";
import { Mask } from "../model/maskText";
import { printable, printableLines } from "../model/printable";
import { secretPathsOf } from "../model/secretPaths";
import { normalizeInputs } from "../model/state";
import type { LiveTransferConfig } from "../model/types";
import { type CheckFailure, checkInputs, newConfigFailures } from "../model/validateInputs";
import { covers, isDeeper, maxDepth, UNKNOWN, type Values } from "../model/values";
import { maskedError } from "../session/maskedError";
import { previewAdoption } from "./adopt";
import { forCheck, withMarkedSecrets } from "./markSecrets";
import { goneText } from "./messages";
import { noteRefusedKey, type ProviderContext, withoutProvider } from "./operationContext";
import { adoptionAsInputs, brokenAsInputs } from "./readOnlyMode";
import { brokenByNew, newConfigText, warningText } from "./warnings";

/** Validates inputs. `olds` are the inputs of the last update; a new resource has none. */
export async function check(
  context: ProviderContext,
  olds: Values,
  news: Values,
): Promise<dynamic.CheckResult<Values>> {
  const { session, guard } = context;
  const deep = Object.keys(news).filter((name) => isDeeper(news[name], maxDepth));
  if (deep.length > 0) {
    const reason = `nested more than ${maxDepth} levels deep`;
    return {
      inputs: news,
      failures: deep.map((name) => ({ property: "", reason: `${printable(name)}: ${reason}` })),
    };
  }
  const { inputs: declared, wrapped, turn } = forCheck(withoutProvider(news));
  const inputs = withNullPaths(normalizeInputs(declared));
  // A resource that declares nothing still has its `__provider` text among the old inputs.
  const isNew = Object.keys(olds).length === 0;
  session.records.checked(turn, isNew);
  session.reviewed.noteStack(turn?.stack);
  const failures = checkInputs(inputs, olds);
  // Of a resource that is replaced without a diff (`--replace`), only this call has the old inputs.
  context.formerSecrets.note(olds.transferConfigId, olds);
  const former = context.formerSecrets.of(inputs);
  const mask = new Mask(inputs, former);
  guard.checked(inputs);
  context.declared.note(inputs);
  try {
    // A wrong setting is a failure of the check, even where no request follows.
    void session.settings;
    if (failures.length === 0 && isNew) failures.push(...(await checkNew(context, inputs, former, mask)));
  } catch (error) {
    noteRefusedKey(error, context.notifyOnce);
    if (!(error instanceof ConfigurationError)) throw maskedError(error, mask);
    failures.push({ property: "", reason: error.message });
  }
  if (failures.length === 0 && isNew) guard.expectsCreate(inputs);
  return {
    inputs: withMarkedSecrets(inputs, wrapped),
    failures: failures.map((failure) => withoutSecretValue(failure, inputs, mask)),
  };
}

/** What prevents the create of a new resource. Prints what the adoption of a live config changes, and what the config breaks. */
async function checkNew(
  context: ProviderContext,
  inputs: Values,
  former: Values,
  mask: Mask,
): Promise<readonly CheckFailure[]> {
  const { notifyOnce, readOnly } = context;
  const id = inputs.transferConfigId;
  const { problems, live } =
    typeof id === "string" && id !== UNKNOWN
      ? await previewed(context, id, inputs, mask)
      : { problems: refusedNew(inputs), live: undefined };
  if (problems.length === 0 || readOnly) {
    const broken = brokenByNew(inputs, live, mask);
    const config = newConfigText(inputs, live, mask);
    for (const one of broken) notifyOnce(mask.text(warningText(one, config)));
    // The report of such a preview finds the rest in what the program declares.
    if (readOnly && live !== undefined) Object.assign(inputs, brokenAsInputs(broken));
  }
  if (!readOnly) return problems;
  if (id !== undefined) Object.assign(inputs, adoptionAsInputs(inputs, former, live, problems, mask));
  return [];
}

function refusedNew(inputs: Values): CheckFailure[] {
  return newConfigFailures(inputs).map(({ path, message }) => ({ property: path, reason: message }));
}

interface Previewed {
  readonly problems: readonly CheckFailure[];
  /** The config to adopt, where it could be read. */
  readonly live: LiveTransferConfig | undefined;
}

async function previewed(
  { session, notifyOnce, missingIds, reportedPaths }: ProviderContext,
  id: string,
  inputs: Values,
  mask: Mask,
): Promise<Previewed> {
  const notify = (line: string) => notifyOnce(mask.text(line));
  // In a preview with --refresh --run-program, the engine registers a config that its refresh did not find as a new
  // resource. A failed check would end the whole run there; create fails with the same message.
  if (missingIds.has(id.toLowerCase())) {
    notify(goneText(id));
    return { problems: [], live: undefined };
  }
  return previewAdoption({ session, notify, mask, reportedPaths }, id, inputs);
}

/** The CLI prints the whole value of a top-level property that fails: a secret one is named in the reason instead. */
function withoutSecretValue({ property, reason }: CheckFailure, inputs: Values, mask: Mask): CheckFailure {
  const secret = secretPathsOf(inputs).some((path) => covers(property, path));
  // Names of properties are text from outside, too, and the CLI prints them as they are.
  return secret
    ? { property: "", reason: printable(mask.text(`${property}: ${reason}`)) }
    : { property: printable(property), reason: printableLines(mask.text(reason)) };
}
