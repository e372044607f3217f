// The resource's life: configure, check, diff, create, read, update, delete.
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { adopt, previewAdoption } from "./adoption";
import {
  CareCycleError,
  ConfigurationError,
  type LiveTransferConfig,
  MalformedConfigError,
} from "./api/client";
import { wholeBody } from "./body";
import { givenBack } from "./changes";
import { type CheckFailure, checkInputs } from "./check";
import { IncompleteWriteError, settle } from "./converge";
import { configText } from "./describe";
import { missing } from "./missing";
import { remove } from "./removal";
import { isMissing, Session, type Surroundings } from "./session";
import {
  liveInputs,
  normalizeInputs,
  outputsOf,
  partialOutputs,
  refreshedOutputs,
  reownedOutputs,
} from "./state";
import { update } from "./update";
import { covers, equal, UNKNOWN, type Values } from "./values";
import { presentable, secretPathsOf, type Veil, veilOf } from "./veil";

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

  /** Ids that this plan replaces by another config. */
  const replaced = new Set<string>();

  /** Runs an operation whose lines and errors show nothing that the program made secret. */
  async function veiled<T>(news: Values, olds: Values, run: (notify: Notify) => Promise<T>): Promise<T> {
    const veil = veilOf(news, olds);
    try {
      return await run((line) => surroundings.notify(veil(line)));
    } catch (error) {
      if (!(error instanceof IncompleteWriteError)) throw presentable(error, veil);
      // What was half done is recorded by the engine. Unlike what create and update return, the host
      // hands it on as it is: without `__provider`, the resource could never be read or deleted again.
      const properties = partialOutputs(error.live, withoutProvider(news), olds);
      throw Object.assign(presentable(error, veil) as Error, {
        id: error.live.id,
        properties: { ...properties, __provider: news.__provider },
        reasons: error.reasons.map(veil),
      });
    }
  }

  return {
    // The host may call on before this promise is done: everything is stored before any await.
    async configure(request: dynamic.ConfigureRequest) {
      session.configure((key) => request.config.get(key));
    },

    async check(olds: Values, news: Values) {
      const inputs = normalizeInputs(withoutProvider(news));
      // A resource that declares nothing still has its `__provider` text among the old inputs.
      const isNew = Object.keys(olds).length === 0;
      const failures = checkInputs(inputs, olds);
      const veil = veilOf(inputs);
      try {
        const id = inputs.transferConfigId;
        void session.settings;
        if (failures.length === 0 && isNew && typeof id === "string" && id !== UNKNOWN) {
          failures.push(...(await previewAdoption(session, id, inputs, (line) => notifyOnce(veil(line)))));
        }
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw presentable(error, veil);
        failures.push({ property: "", reason: error.message });
      }
      return { inputs, failures: failures.map((failure) => unquoted(failure, inputs, veil)) };
    },

    // `changes` stays open, so that the engine compares old and new inputs itself and shows every leaf.
    async diff(id: string, olds: Values, news: Values) {
      const inputs = withoutProvider(news);
      const adopts = inputs.transferConfigId;
      if (adopts !== undefined && (adopts === UNKNOWN || String(adopts).toLowerCase() !== id.toLowerCase())) {
        replaced.add(id);
        return { replaces: ["transferConfigId"] };
      }
      const { cleared, left } = givenBack(olds, inputs);
      const parts = [
        ...(cleared.length > 0 ? [`to be cleared: ${cleared.join(", ")}`] : []),
        ...(left.length > 0 ? [`left as it is: ${left.join(", ")}`] : []),
      ];
      if (parts.length > 0) {
        const config = veilOf(inputs, olds)(configText(id, olds));
        notifyOnce(`${config}: no longer declared and ${parts.join("; ")}`);
      }
      return isAsRecorded(olds, inputs) ? { changes: false } : {};
    },

    async create(news: Values) {
      const inputs = withoutProvider(news);
      const id = inputs.transferConfigId;
      const live = await veiled(news, {}, (notify) =>
        typeof id === "string" ? adopt(session, id, inputs, notify) : createNew(session, inputs, notify),
      );
      return { id: live.id, outs: outputsOf(live, inputs) };
    },

    async read(id: string, record: Values = {}) {
      return veiled({}, record, async (notify) => {
        try {
          const props = refreshedOutputs(await session.read(id, record.clientId), record);
          return { id, props, inputs: liveInputs(props) };
        } catch (error) {
          if (!isMissing(error)) throw error;
          await missing(session, id, record, notify);
          return {};
        }
      });
    },

    async update(id: string, olds: Values, news: Values) {
      const inputs = withoutProvider(news);
      const live = await veiled(news, olds, (notify) => update(session, id, olds, inputs, notify));
      return { outs: live ? outputsOf(live, inputs) : reownedOutputs(olds, inputs) };
    },

    async delete(id: string, record: Values) {
      // A config that makes way for another one is not what `deletionPolicy` speaks of.
      const policy = replaced.has(id) ? { ...record, deletionPolicy: "retain" } : record;
      await veiled({}, record, (notify) => remove(session, id, policy, notify));
    },
  };
}

async function createNew(session: Session, inputs: Values, notify: Notify): Promise<LiveTransferConfig> {
  const body = wholeBody(inputs);
  if (typeof body.name !== "string") {
    throw new CareCycleError(
      "name: is required to create a transfer config (or set transferConfigId to adopt a live one)",
    );
  }
  const live = await session.create({ ...body, name: body.name }).catch(createdAllTheSame);
  const write = { id: live.id, wanted: inputs, clientId: live.clientId, notify };
  try {
    session.requireAccount(live.id, live.clientId);
  } catch (error) {
    // It exists: recorded, it is at least not forgotten.
    throw new IncompleteWriteError(live, [`It was created all the same: ${(error as Error).message}`]);
  }
  return settle(session, write, Object.keys(body), live);
}

/** What the answer names by its id exists, however malformed the rest is: recorded, it is not forgotten. */
function createdAllTheSame(error: unknown): never {
  if (!(error instanceof MalformedConfigError)) throw error;
  throw new IncompleteWriteError(error.config, [`It was created all the same: ${error.message}`]);
}

/** The CLI prints the whole value of a top-level property that fails: a secret one is named in the reason alone. */
function unquoted({ property, reason }: CheckFailure, inputs: Values, veil: Veil): CheckFailure {
  const secret = secretPathsOf(inputs).some((path) => covers(property, path));
  return secret
    ? { property: "", reason: veil(`${property}: ${reason}`) }
    : { property, reason: veil(reason) };
}

function withoutProvider({ __provider, ...inputs }: Values): Values {
  return inputs;
}

/**
 * Whether the inputs ask for nothing that the record does not hold. `transferConfigId` does not count:
 * once adopted, dropping it, or declaring the id that the resource has, changes nothing.
 */
function isAsRecorded(record: Values, inputs: Values): boolean {
  const { transferConfigId: _, ...recorded } = liveInputs(record);
  const { transferConfigId: __, ...declared } = inputs;
  return equal(recorded, declared);
}
