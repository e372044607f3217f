// A process that only reads (a preview of the commands preview and drift): what cannot be read is told in the document, so
// that one config does not hide the others. Such a preview writes no state, and such a provider sends no write.
import { ApiError, CareCycleError, ConfigurationError, ConnectionError } from "../api/errors";
import { fieldNames } from "../model/fieldTable";
import {
  adoptionName,
  brokenRulesName,
  liveHashesName,
  nothingToAdoptName,
  unreadableName,
} from "../model/internalNames";
import type { Mask } from "../model/maskText";
import { additionalFields, apiPath, ownedDifferences, pick } from "../model/ownership";
import { type PlanLeaf, planLeaves } from "../model/plan";
import type { Broken } from "../model/rules";
import { sensitivity } from "../model/secretPaths";
import { shownValues } from "../model/state";
import type { LiveTransferConfig } from "../model/types";
import type { CheckFailure } from "../model/validateInputs";
import type { Values } from "../model/values";
import { leafHash, newSalt } from "../session/planHash";
import type { Session } from "../session/session";
import { readOnlyVariable } from "../session/settings";
import type { Provider } from "./provider";

/**
 * What was read of a config that is to be adopted, as internal inputs: its live values and what the adoption would write, or
 * why they could not be read. A failed check would end the preview and hide everything else.
 */
export function adoptionAsInputs(
  inputs: Values,
  former: Values,
  live: LiveTransferConfig | undefined,
  problems: readonly CheckFailure[],
  mask: Mask,
): Values {
  const name = ({ property }: CheckFailure) =>
    property === "transferConfigId" ? nothingToAdoptName : unreadableName;
  if (problems.length > 0)
    return Object.fromEntries(problems.map((problem) => [name(problem), mask.text(problem.reason)]));
  // Without a key, or for a config that the refresh did not find, nothing was read.
  if (live === undefined) return {};
  const writes = ownedDifferences(inputs, live).map(({ path }) => path);
  const source = { ...inputs, ...former };
  return { [adoptionName]: { live: shownValues(live, source), writes }, ...hashesOf(live, source) };
}

// One for a process: the values of one plan can be compared with each other, those of two plans cannot.
const salt = newSalt();

/** Hashes of the live values that the state, and so the document of a preview, does not show. */
function hashesOf(live: LiveTransferConfig, source: Values): Values {
  const sensitive = sensitivity(source);
  // Options may be hidden as a whole, by a resource option that no provider is told of.
  const written = apiLeaves(live, source).filter(
    ({ path }) => (path.length > 1 && path[0] === "dynamicOptions") || sensitive(path),
  );
  const hashes = written.map(({ path, value }) => ({
    path: apiPath(path),
    hash: leafHash(salt, apiPath(path), value),
  }));
  return hashes.length > 0 ? { [liveHashesName]: { salt, leaves: hashes } } : {};
}

/** The leaves of a live config by their paths in the inputs, those of additional fields that `source` declares included. */
function apiLeaves(live: LiveTransferConfig, source: Values): PlanLeaf[] {
  const additional = Object.entries(pick(live, Object.keys(additionalFields(source))));
  const leaves = [
    ...planLeaves(pick(live, fieldNames)),
    ...additional.flatMap(([name, value]) => planLeaves(value, ["additionalFields", name])),
  ];
  return leaves.filter(({ path }) => path.length > 0);
}

/** What the config to adopt breaks, as an internal input: the document of such a preview does not hold what is live of it. */
export function brokenAsInputs(broken: readonly Broken[]): Values {
  return broken.length > 0
    ? { [brokenRulesName]: broken.map(({ rule, path }) => `${rule.name} ${path}`) }
    : {};
}

/** The provider of a process that only reads. */
export function readOnly(provider: Provider, session: Session): Provider {
  let succeeded = false;
  return {
    ...provider,
    async read(id, record = {}) {
      try {
        // A config that is gone must not end this run, whatever an update would do about it.
        const result = await provider.read(id, { ...record, onMissing: "recreate" });
        succeeded = true;
        if (result.id === undefined) return result;
        const live = session.lastRead(id)?.live;
        const props = { ...restored(result.props, record), ...(live && hashesOf(live, record)) };
        return { ...result, props, inputs: restored(result.inputs, record) };
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
