// A process that only reads (a preview of the commands preview and drift): what cannot be read is told in the document, so
// that one config does not hide the others. Such a preview writes no state, and such a provider sends no write.
import { ApiError, CareCycleError, ConfigurationError, ConnectionError } from "../api/errors";
import type { Mask } from "../model/maskText";
import { brokenRulesName, nothingToAdoptName, unreadableName } from "../model/names";
import type { Broken } from "../model/rules";
import type { CheckFailure } from "../model/validateInputs";
import type { Values } from "../model/values";
import { readOnlyVariable } from "../session/settings";
import type { Provider } from "./provider";

/** What prevents the preview of an adoption, as internal inputs: a failed check would end the preview and hide everything else. */
export function failuresAsInputs(problems: readonly CheckFailure[], mask: Mask): Values {
  const name = ({ property }: CheckFailure) =>
    property === "transferConfigId" ? nothingToAdoptName : unreadableName;
  return Object.fromEntries(problems.map((problem) => [name(problem), mask.text(problem.reason)]));
}

/** What the config to adopt breaks, as an internal input: the document of such a preview does not hold what is live of it. */
export function brokenAsInputs(broken: readonly Broken[]): Values {
  return broken.length > 0
    ? { [brokenRulesName]: broken.map(({ rule, path }) => `${rule.name} ${path}`) }
    : {};
}

/** The provider of a process that only reads. */
export function readOnly(provider: Provider): Provider {
  let succeeded = false;
  return {
    ...provider,
    async read(id, record = {}) {
      try {
        // A config that is gone must not end this run, whatever an update would do about it.
        const result = await provider.read(id, { ...record, onMissing: "recreate" });
        succeeded = true;
        if (result.id === undefined) return result;
        return { ...result, props: restored(result.props, record), inputs: restored(result.inputs, record) };
      } catch (error) {
        if (!concernsOne(error, succeeded)) throw error;
        // Without `inputs`, the engine keeps the recorded ones.
        return { id, props: { ...record, [unreadableName]: error.message } };
      }
    },
    create: refuse,
    update: refuse,
    delete: refuse,
  };
}

// The read above was given another `onMissing`, and hands it back.
function restored(values: Values = {}, record: Values): Values {
  const { onMissing: _, ...rest } = values;
  return record.onMissing === undefined ? rest : { ...rest, onMissing: record.onMissing };
}

/**
 * Whether an error is about one config. A wrong setting, a refused key (401) and, while nothing has `succeeded`
 * yet, a connection that fails are about all of them: the first one ends the run.
 */
function concernsOne(error: unknown, succeeded: boolean): error is CareCycleError {
  if (!(error instanceof CareCycleError) || error instanceof ConfigurationError) return false;
  if (error instanceof ApiError) return error.status !== 401;
  return succeeded || !(error instanceof ConnectionError);
}

async function refuse(): Promise<never> {
  throw new CareCycleError(
    `${readOnlyVariable} is set: that is for the previews of pulumi-carecycle preview and drift, which only read. Unset it.`,
  );
}
