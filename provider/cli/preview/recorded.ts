// Pure: what a stack's exported state and config say.
import type { ConfigMap } from "@pulumi/pulumi/automation";
import { secretKeyCommand } from "../../api/clientOptions";
import { transferConfigType } from "../../model/internalNames";
import { isObject, type Values } from "../../model/values";
import { CliError } from "../cliError";

/** A transfer config as the state records it. What is missing there, or encrypted, is undefined. */
export interface RecordedConfig {
  readonly urn: string;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly clientId: string | undefined;
}

/** A state as `pulumi stack export` writes it. */
export interface ExportedState {
  readonly deployment: unknown;
}

/** URNs of the transfer configs in a state. */
export function recordedUrns(state: ExportedState): string[] {
  return configsOf(state).map(({ urn }) => String(urn));
}

/** URNs of those that an interrupted replacement has removed already. */
export function removedUrns(state: ExportedState): string[] {
  return configsOf(state)
    .filter(({ pendingReplacement }) => pendingReplacement === true)
    .map(({ urn }) => String(urn));
}

/** The transfer configs that a state's stack manages: those that it merely reads are left out. */
export function recordedConfigs(state: ExportedState): RecordedConfig[] {
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  return configsOf(state)
    .filter(({ external }) => external !== true)
    .map(({ urn, id, outputs }) => {
      const { name, clientId } = isObject(outputs) ? outputs : {};
      return { urn: String(urn), id: text(id), name: text(name), clientId: text(clientId) };
    });
}

function configsOf({ deployment }: ExportedState): Values[] {
  const resources: unknown[] =
    isObject(deployment) && Array.isArray(deployment.resources) ? deployment.resources : [];
  return resources.filter(isObject).filter(({ type }) => type === transferConfigType);
}

const keyName = "carecycle:apiKey";

/**
 * A stack's config by its full names, secrets in plain text.
 * @throws CliError for an API key that isn't encrypted.
 */
export function plainConfig(config: ConfigMap): Map<string, string> {
  if (config[keyName]?.secret === false)
    throw new CliError(
      `${keyName} is in the stack config as plain text. Encrypt it: ${secretKeyCommand} (and revoke the key if that file was ever shared).`,
    );
  return new Map(Object.entries(config).map(([name, { value }]) => [name, value]));
}
