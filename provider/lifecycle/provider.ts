// The resource's life: configure, check, diff, create, read, update, delete.
import type * as dynamic from "@pulumi/pulumi/dynamic";
import {
  CareCycleError,
  ConfigurationError,
  type LiveTransferConfig,
  MalformedConfigError,
} from "../api/client";
import { Mask } from "../model/mask";
import { nullPathsName } from "../model/names";
import { looksEqual, withNullPaths } from "../model/nulls";
import { givenBack } from "../model/ownership";
import { wholeBody } from "../model/patchBody";
import { secretPathsOf } from "../model/secretPaths";
import {
  liveInputs,
  normalizeInputs,
  outputsOf,
  recordedConfig,
  refreshedOutputs,
  reownedOutputs,
} from "../model/state";
import { type CheckFailure, checkInputs } from "../model/validation";
import { covers, equal, UNKNOWN, type Values } from "../model/values";
import { presentable } from "../session/presentable";
import { isMissing, Session, type Surroundings } from "../session/session";
import { lookVariable } from "../session/settings";
import { adopt, previewAdoption } from "./create";
import { release, remove } from "./delete";
import { asInputs, lookOnly } from "./lookOnly";
import { configText, toBeCleared } from "./messages";
import { failureOf, type Operation } from "./outcome";
import { Plan } from "./plan";
import { adoptingGone, missing } from "./read";
import { update } from "./update";
import { IncompleteWriteError, settle } from "./write";

type Notify = (line: string) => void;

/** The provider that the engine's dynamic-provider host calls. */
export type Provider = Required<dynamic.ResourceProvider<Values, Values>>;

/** A provider with nothing configured yet. */
export function createProvider(surroundings: Surroundings): Provider {
  const session = new Session(surroundings);
  const said = new Set<string>();
  // A plan may ask the same question twice; the user is told once.
  const notifyOnce = (line: string): void => {
    if (!said.has(line)) surroundings.notify(line);
    said.add(line);
  };

  const looksOnly = surroundings.env[lookVariable] === "1";
  /** Ids of configs that a read of this process found to be gone. */
  const gone = new Set<string>();

  const plan = new Plan();

  /** Says what an update will clear or leave that no leaf of the engine's diff stands for. */
  function sayWhatGoes(id: string, record: Values, inputs: Values): void {
    const mask = new Mask(inputs, record);
    const config = configText(id, record, mask);
    const { cleared, left } = givenBack(record, inputs);
    const emptied = cleared.filter((name) => (record[name] ?? null) !== null);
    const parts = [
      ...(emptied.length > 0 ? [`to be cleared: ${emptied.join(", ")}`] : []),
      ...(left.length > 0 ? [`left as it is: ${left.join(", ")}`] : []),
    ];
    if (parts.length > 0) notifyOnce(mask.text(`${config}: no longer declared and ${parts.join("; ")}`));
    const nulls = toBeCleared(inputs, recordedConfig(record), liveInputs(record), mask);
    if (nulls.length > 0) notifyOnce(mask.text(`${config}: to be cleared: ${nulls.join(", ")}`));
  }

  /** Runs an operation whose lines and errors show nothing that the program made secret. */
  async function masked<T>(
    operation: Operation,
    run: (notify: Notify, mask: Mask) => Promise<T>,
  ): Promise<T> {
    const mask = new Mask(operation.news ?? {}, operation.olds ?? {});
    try {
      return await run((line) => surroundings.notify(mask.text(line)), mask);
    } catch (error) {
      throw failureOf(error, operation, mask);
    }
  }

  const provider: Provider = {
    // The host may call on before this promise is done: everything is stored before any await.
    async configure(request: dynamic.ConfigureRequest) {
      session.configure((key) => request.config.get(key));
    },

    async check(olds: Values, news: Values) {
      session.records.planning();
      const inputs = withNullPaths(normalizeInputs(withoutProvider(news)));
      // A resource that declares nothing still has its `__provider` text among the old inputs.
      const isNew = Object.keys(olds).length === 0;
      const failures = checkInputs(inputs, olds);
      const mask = new Mask(inputs);
      plan.checked(inputs);
      try {
        const id = inputs.transferConfigId;
        void session.settings;
        if (failures.length === 0 && isNew && typeof id === "string" && id !== UNKNOWN) {
          const notify = (line: string) => notifyOnce(mask.text(line));
          const problems = gone.has(id.toLowerCase())
            ? adoptingGone(id, notify)
            : await previewAdoption(session, id, inputs, notify, mask);
          if (!looksOnly) failures.push(...problems);
          else Object.assign(inputs, asInputs(problems, mask));
        }
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw presentable(error, mask);
        failures.push({ property: "", reason: error.message });
      }
      if (failures.length === 0 && isNew) plan.awaits(inputs);
      return { inputs, failures: failures.map((failure) => unquoted(failure, inputs, mask)) };
    },

    // `changes` stays open, so that the engine compares old and new inputs itself and shows every leaf.
    async diff(id: string, olds: Values, news: Values) {
      session.records.planning();
      session.records.note(id, olds.clientId);
      const inputs = withoutProvider(news);
      plan.compared(id, inputs);
      const adopts = inputs.transferConfigId;
      if (adopts !== undefined && (adopts === UNKNOWN || String(adopts).toLowerCase() !== id.toLowerCase())) {
        return { replaces: ["transferConfigId"], ...deleteFirst };
      }
      sayWhatGoes(id, olds, inputs);
      return { ...changesOf(olds, inputs), ...deleteFirst };
    },

    async create(news: Values) {
      const inputs = withoutProvider(news);
      plan.begins(inputs);
      const id = inputs.transferConfigId;
      const live = await masked({ news }, (notify, mask) =>
        typeof id === "string"
          ? adopt(session, id, inputs, notify, mask)
          : createNew(session, inputs, notify, mask),
      );
      plan.created(live.id);
      return { id: live.id, outs: outputsOf(live, inputs) };
    },

    async read(id: string, record: Values = {}) {
      session.records.note(id, record.clientId);
      return masked({ olds: record }, async (notify) => {
        try {
          const props = refreshedOutputs(await session.read(id, record.clientId), record);
          return { id, props, inputs: liveInputs(props) };
        } catch (error) {
          if (!isMissing(error)) throw error;
          await missing(session, id, record, notify);
          gone.add(id.toLowerCase());
          return {};
        }
      });
    },

    async update(id: string, olds: Values, news: Values) {
      session.records.note(id, olds.clientId);
      const inputs = withoutProvider(news);
      const live = await masked({ id, news, olds }, (notify, mask) =>
        update(session, id, olds, inputs, notify, mask),
      );
      return { outs: live ? outputsOf(live, inputs, olds) : reownedOutputs(olds, inputs) };
    },

    async delete(id: string, record: Values) {
      const reason = plan.reasonToKeep(id);
      await masked({ olds: record }, async (notify, mask) =>
        reason === undefined
          ? remove(session, id, record, notify)
          : release(configText(id, record, mask), reason, notify),
      );
    },
  };
  return looksOnly ? lookOnly(provider) : provider;
}

async function createNew(
  session: Session,
  inputs: Values,
  notify: Notify,
  mask: Mask,
): Promise<LiveTransferConfig> {
  const body = wholeBody(inputs);
  if (typeof body.name !== "string") {
    throw new CareCycleError(
      "name: is required to create a transfer config (or set transferConfigId to adopt a live one)",
    );
  }
  const live = await session.create({ ...body, name: body.name }).catch(createdAllTheSame);
  const guarded = (inputs.onConflict ?? session.settings.onConflict) === "fail";
  const write = { id: live.id, clientId: live.clientId, guarded, notify, mask };
  try {
    session.requireAccount(live.id, live.clientId);
  } catch (error) {
    // It exists: recorded, it is at least not forgotten.
    throw new IncompleteWriteError(live, [`It was created all the same: ${(error as Error).message}`]);
  }
  // The API itself has put there what the answer to a POST holds besides.
  return settle(session, write, { names: Object.keys(body), wanted: inputs, base: live }, live);
}

/** What the answer names by its id exists, however malformed the rest is: recorded, it is not forgotten. */
function createdAllTheSame(error: unknown): never {
  if (!(error instanceof MalformedConfigError)) throw error;
  throw new IncompleteWriteError(error.config, [`It was created all the same: ${error.message}`]);
}

/** The CLI prints the whole value of a top-level property that fails: a secret one is named in the reason alone. */
function unquoted({ property, reason }: CheckFailure, inputs: Values, mask: Mask): CheckFailure {
  const secret = secretPathsOf(inputs).some((path) => covers(property, path));
  return secret
    ? { property: "", reason: mask.text(`${property}: ${reason}`) }
    : { property, reason: mask.text(reason) };
}

function withoutProvider({ __provider, ...inputs }: Values): Values {
  return inputs;
}

/**
 * Replacements delete first (the constructor says so too, and says why). The engine takes this from every diff that
 * becomes a replacement, by `replaceOnChanges` too, and from no other.
 */
const deleteFirst = { deleteBeforeReplace: true } as const;

/** Whether an update must follow; open where the engine can see the difference, and then shows it leaf by leaf. */
function changesOf(record: Values, inputs: Values): { changes?: boolean } {
  if (isAsRecorded(record, inputs)) return { changes: false };
  // A record may differ in a null alone all the same: its null paths are those that were declared, so that drift of
  // such a field shows as that field alone, and earlier versions recorded none.
  return looksEqual(liveInputs(record), inputs) ? { changes: true } : {};
}

/**
 * Whether the inputs ask for nothing that the record does not hold. `transferConfigId` does not count: once adopted,
 * dropping it, or declaring the id that the resource has, changes nothing. Nor do the null paths, which say
 * nothing that the nulls themselves do not say, and which records of earlier versions lack.
 */
function isAsRecorded(record: Values, inputs: Values): boolean {
  const compared = ({ transferConfigId: _, [nullPathsName]: __, ...rest }: Values) => rest;
  return equal(compared(liveInputs(record)), compared(inputs));
}
