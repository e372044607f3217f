// The resource's life: configure, check, diff, create, read, update, delete.
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { adopt, previewAdoption } from "./adoption";
import { CareCycleError, ConfigurationError, type LiveTransferConfig } from "./api/client";
import { givenBack, wholeBody } from "./changes";
import { checkInputs } from "./check";
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
import { equal, UNKNOWN, type Values } from "./values";

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

  return {
    // The host may call on before this promise is done: everything is stored before any await.
    async configure(request: dynamic.ConfigureRequest) {
      session.configure((key) => request.config.get(key));
    },

    async check(olds: Values, news: Values) {
      const inputs = normalizeInputs(withoutProvider(news));
      // A resource that declares nothing still has its `__provider` text among the old inputs.
      const isNew = Object.keys(olds).length === 0;
      const failures = checkInputs(inputs, isNew);
      try {
        const id = inputs.transferConfigId;
        void session.settings;
        if (failures.length === 0 && isNew && typeof id === "string" && id !== UNKNOWN) {
          failures.push(...(await previewAdoption(session, id, inputs, notifyOnce)));
        }
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw presentable(error);
        failures.push({ property: error.key, reason: error.message });
      }
      return { inputs, failures };
    },

    // `changes` stays open, so that the engine compares old and new inputs itself and shows every leaf.
    async diff(id: string, olds: Values, news: Values) {
      const inputs = withoutProvider(news);
      const adopts = inputs.transferConfigId;
      if (adopts !== undefined && (adopts === UNKNOWN || String(adopts).toLowerCase() !== id.toLowerCase())) {
        return { replaces: ["transferConfigId"] };
      }
      const { left } = givenBack(olds, inputs);
      if (left.length > 0) {
        notifyOnce(`${configText(id, olds)}: no longer declared and left as it is: ${left.join(", ")}`);
      }
      return isAsRecorded(olds, inputs) ? { changes: false } : {};
    },

    async create(news: Values) {
      const inputs = withoutProvider(news);
      const id = inputs.transferConfigId;
      const live = await recording(news, () =>
        typeof id === "string"
          ? adopt(session, id, inputs, surroundings.notify)
          : createNew(session, inputs, surroundings.notify),
      );
      return { id: live.id, outs: outputsOf(live, inputs) };
    },

    async read(id: string, record: Values = {}) {
      let live: LiveTransferConfig;
      try {
        live = await session.read(id, record.clientId);
      } catch (error) {
        if (!isMissing(error)) throw presentable(error);
        await missing(session, id, record, surroundings.notify).catch((reason) => {
          throw presentable(reason);
        });
        return {};
      }
      const props = refreshedOutputs(live, record);
      return { id, props, inputs: liveInputs(props) };
    },

    async update(id: string, olds: Values, news: Values) {
      const inputs = withoutProvider(news);
      const write = () => update(session, id, olds, inputs, surroundings.notify);
      const live = await recording(news, write, olds);
      return { outs: live ? outputsOf(live, inputs) : reownedOutputs(olds, inputs) };
    },

    async delete(id: string, record: Values) {
      await remove(session, id, record, surroundings.notify).catch((error) => {
        throw presentable(error);
      });
    },
  };
}

async function createNew(
  session: Session,
  inputs: Values,
  notify: (line: string) => void,
): Promise<LiveTransferConfig> {
  const body = wholeBody(inputs);
  if (typeof body.name !== "string") {
    throw new CareCycleError(
      "name: is required to create a transfer config (or set transferConfigId to adopt a live one)",
    );
  }
  const live = await session.create({ ...body, name: body.name });
  const write = { id: live.id, wanted: inputs, clientId: live.clientId, notify };
  try {
    session.requireAccount(live.id, live.clientId);
  } catch (error) {
    // It exists: recorded, it is at least not forgotten.
    throw new IncompleteWriteError(live, [`It was created all the same: ${(error as Error).message}`]);
  }
  return settle(session, write, Object.keys(body), live);
}

/** Turns a half-done write into the error by which the engine records what there is. */
async function recording<T>(news: Values, write: () => Promise<T>, record: Values = {}): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof IncompleteWriteError)) throw presentable(error);
    const { live, reasons } = error;
    throw Object.assign(presentable(error) as Error, {
      id: live.id,
      // Unlike what create and update return, the host records this as it is: without `__provider`, the
      // resource could never be read or deleted again.
      properties: { ...partialOutputs(live, withoutProvider(news), record), __provider: news.__provider },
      reasons,
    });
  }
}

/** The host prints an error's stack behind its message: without it, the user reads the message once. */
function presentable(error: unknown): unknown {
  if (error instanceof CareCycleError) error.stack = "";
  return error;
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
