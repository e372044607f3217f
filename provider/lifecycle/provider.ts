// The provider that Pulumi's host calls: configure and diff; every other operation has a file of its own.
import type * as dynamic from "@pulumi/pulumi/dynamic";
import { looksEqual } from "../model/declaredNulls";
import { nullPathsName, secretPathsName } from "../model/internalNames";
import { Mask } from "../model/maskText";
import { secretBeyondTable } from "../model/secretPaths";
import { liveInputs, outputsOf, reownedOutputs } from "../model/state";
import { equal, type Values } from "../model/values";
import { configText } from "../model/valueTexts";
import type { ProviderOptions } from "../session/providerOptions";
import { check } from "./check";
import { create } from "./create";
import { release, remove } from "./delete";
import { releaseTexts } from "./messages";
import { createContext, type ProviderContext, runOperation, withoutProvider } from "./operationContext";
import { read } from "./read";
import { readOnly } from "./readOnlyMode";
import { update } from "./update";
import { brokenByRecorded, warningText } from "./warnings";

/** The provider that the engine's dynamic-provider host calls. */
export type Provider = Required<dynamic.ResourceProvider<Values, Values>>;

/** A provider that is not configured yet. */
export function createProvider(options: ProviderOptions): Provider {
  const context = createContext(options);
  const { session, guard, formerSecrets } = context;

  const provider: Provider = {
    // The host may call on before this promise is done: everything is stored before any await.
    async configure(request: dynamic.ConfigureRequest) {
      session.configure((key) => request.config.get(key));
    },

    async check(olds: Values, news: Values) {
      return check(context, olds, news);
    },

    async diff(id: string, olds: Values, news: Values) {
      return diff(context, id, olds, withoutProvider(news));
    },

    async create(news: Values) {
      const inputs = withoutProvider(news);
      guard.createStarts(inputs);
      const former = formerSecrets.of(inputs);
      const live = await runOperation(context, { news, former }, (operation) => create(operation, inputs));
      guard.created(live.id);
      return { id: live.id, outs: outputsOf(live, inputs, former) };
    },

    async read(id: string, record: Values = {}) {
      session.records.note(id, record.clientId);
      formerSecrets.note(id, record);
      const result = await runOperation(context, { olds: record }, (operation) =>
        read(operation, id, record),
      );
      if (result.id === undefined) context.missingIds.add(id.toLowerCase());
      return result;
    },

    async update(id: string, olds: Values, news: Values) {
      session.records.note(id, olds.clientId);
      const inputs = withoutProvider(news);
      const live = await runOperation(context, { id, news, olds }, (operation) =>
        update(operation, id, olds, inputs),
      );
      return { outs: live ? outputsOf(live, inputs, olds) : reownedOutputs(olds, inputs) };
    },

    async delete(id: string, record: Values) {
      formerSecrets.note(id, record);
      const reason = guard.reasonToKeep(id);
      await runOperation(context, { olds: record }, async (operation) =>
        reason === undefined ? remove(operation, id, record) : release(operation, id, record, reason),
      );
    },
  };
  return context.readOnly ? readOnly(provider, session) : provider;
}

/**
 * Replacements delete first: program/transforms.ts says so too, and says why. The engine takes this from every diff that
 * becomes a replacement, by `replaceOnChanges` too, and from no other.
 */
const deleteFirst = { deleteBeforeReplace: true } as const;

/** What an update would do. `changes` stays open, so that the engine compares old and new inputs itself and shows every leaf. */
function diff(context: ProviderContext, id: string, olds: Values, inputs: Values): dynamic.DiffResult {
  const { session, guard, notifyOnce, formerSecrets } = context;
  session.records.planning();
  formerSecrets.note(id, olds);
  session.records.note(id, olds.clientId);
  guard.compared(id, inputs);
  const adopted = inputs.transferConfigId;
  const isOwn = typeof adopted === "string" && adopted.toLowerCase() === id.toLowerCase();
  if (adopted !== undefined && !isOwn) {
    return { replaces: ["transferConfigId"], ...deleteFirst };
  }
  const mask = new Mask(inputs, olds);
  for (const text of releaseTexts(olds, inputs, mask)) {
    notifyOnce(mask.text(`${configText(id, olds, mask)}: ${text}`));
  }
  if (context.declared.has(inputs)) {
    for (const broken of brokenByRecorded(inputs, olds, mask)) {
      notifyOnce(mask.text(warningText(broken, configText(id, olds, mask))));
    }
  }
  return { ...changesOf(olds, inputs), ...deleteFirst };
}

/** Whether an update must follow; open where the engine can see the difference, and then shows it leaf by leaf. */
function changesOf(record: Values, inputs: Values): { changes?: boolean } {
  if (isAsRecorded(record, inputs)) return { changes: false };
  // A record may differ in a null alone all the same: its null paths are those that were declared, so that drift of
  // such a field shows as that field alone, and earlier versions recorded none.
  return looksEqual(liveInputs(record), inputs) ? { changes: true } : {};
}

/**
 * Whether the record holds all that the inputs ask for. `transferConfigId` does not count: once adopted,
 * dropping it, or declaring the id that the resource has, changes nothing. Nor do the null paths, which say
 * nothing that the nulls themselves do not say, and the secret paths of what is secret anyway: records of earlier
 * versions lack both.
 */
function isAsRecorded(record: Values, inputs: Values): boolean {
  const compared = ({ transferConfigId: _, [nullPathsName]: __, ...rest }: Values) => ({
    ...rest,
    [secretPathsName]: secretBeyondTable(rest),
  });
  return equal(compared(liveInputs(record)), compared(inputs));
}
