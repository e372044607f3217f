// The resource's life: configure, check, diff, create, read, update, delete.
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { CareCycleClient, ConfigurationError, type LiveTransferConfig, NotFoundError } from "./api/client";
import type { Fetch } from "./api/http";
import { bodyOf, fieldsOf, givenBack, ownedDifferences, wholeBody } from "./changes";
import { checkInputs, normalizeInputs } from "./check";
import { type ConfigReader, readSettings, requireApiKey, type Settings } from "./config";
import {
  liveInputs,
  managedFields,
  outputsOf,
  recordedConfig,
  refreshedOutputs,
  reownedOutputs,
} from "./state";
import { equal, UNKNOWN, type Values } from "./values";

/** What the provider takes from its surroundings. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  /** Prints one line for the user. */
  readonly notify: (line: string) => void;
  /** Stands in for node-fetch. */
  readonly fetch?: Fetch;
}

/** The provider that the engine's dynamic-provider host calls. */
export type Provider = Required<dynamic.ResourceProvider<Values, Values>>;

/** A provider with nothing configured yet. */
export function createProvider(surroundings: Surroundings): Provider {
  let config: ConfigReader = () => undefined;
  let client: CareCycleClient | undefined;

  const settings = (): Settings => readSettings(config, surroundings.env);
  // The key is asked for at the first request, so that a preview without requests works without one.
  const api = (): CareCycleClient => {
    if (!client) {
      const current = settings();
      const apiKey = requireApiKey(current);
      client = new CareCycleClient({
        ...current,
        apiKey,
        ...(surroundings.fetch && { fetch: surroundings.fetch }),
      });
    }
    return client;
  };

  return {
    // The host may call on before this promise is done: everything is stored before any await.
    async configure(request: dynamic.ConfigureRequest) {
      config = (key) => request.config.get(key);
      client = undefined;
    },

    async check(olds: Values, news: Values) {
      const { __provider, ...inputs } = news;
      const isNew = Object.keys(olds).length === 0;
      const failures = checkInputs(inputs, isNew);
      try {
        settings();
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        failures.push({ property: error.key, reason: error.message });
      }
      return { inputs: normalizeInputs(inputs), failures };
    },

    // `changes` stays open, so that the engine compares old and new inputs itself and shows every leaf.
    async diff(id: string, olds: Values, news: Values) {
      const { __provider, ...inputs } = news;
      const adopts = inputs.transferConfigId;
      if (adopts !== undefined && (adopts === UNKNOWN || String(adopts).toLowerCase() !== id.toLowerCase())) {
        return { replaces: ["transferConfigId"] };
      }
      return onlyIdDiffers(olds, inputs) ? { changes: false } : {};
    },

    async create(news: Values) {
      const { __provider, ...inputs } = news;
      const live = await (typeof inputs.transferConfigId === "string"
        ? adopt(api(), inputs.transferConfigId, inputs)
        : api().createTransferConfig(wholeBody(inputs) as { name: string }));
      return { id: live.id, outs: outputsOf(live, inputs) };
    },

    async read(id: string, record: Values = {}) {
      let live: LiveTransferConfig;
      try {
        live = await api().getTransferConfig(id);
      } catch (error) {
        if (error instanceof NotFoundError) return {};
        throw error;
      }
      const props = refreshedOutputs(live, record);
      return { id, props, inputs: liveInputs(props) };
    },

    async update(id: string, olds: Values, news: Values) {
      const { __provider, ...inputs } = news;
      const record = recordedConfig(olds);
      const { cleared } = givenBack(managedFields(olds), inputs);
      const wanted = { ...inputs, ...Object.fromEntries(cleared.map((name) => [name, null])) };
      const names = fieldsOf(ownedDifferences(wanted, record));
      if (names.length === 0) return { outs: reownedOutputs(olds, inputs) };
      const live = await api().updateTransferConfig(id, bodyOf(names, wanted, record));
      return { outs: outputsOf(live, inputs) };
    },

    async delete(id: string, record: Values) {
      surroundings.notify(
        `transfer config ${JSON.stringify(record.name)} (${id}) is retained: it stays live, and is managed no more.`,
      );
    },
  };
}

/** Takes over a live config: a GET, and a PATCH of what differs, if anything does. */
async function adopt(api: CareCycleClient, id: string, inputs: Values): Promise<LiveTransferConfig> {
  const live = await api.getTransferConfig(id);
  const names = fieldsOf(ownedDifferences(inputs, live));
  return names.length === 0 ? live : api.updateTransferConfig(id, bodyOf(names, inputs, live));
}

/** Whether `transferConfigId` alone was added or dropped since `record` was made, which changes nothing. */
function onlyIdDiffers(record: Values, inputs: Values): boolean {
  if (record.transferConfigId === inputs.transferConfigId) return false;
  const { transferConfigId: _, ...old } = liveInputs(record);
  const { transferConfigId: __, ...now } = inputs;
  return equal(old, now);
}
