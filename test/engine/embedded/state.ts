// The stack's state: resource records, kept in a file in the format of `pulumi stack export`, secrets encrypted.

import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Deployment, ResourceState } from "../engine";
import {
  isObject,
  mapMembers,
  type PropertyMap,
  SECRET_SIGNATURE,
  Secret,
  SIGNATURE,
  toDisplay,
  type Value,
} from "./values";

/** A resource of the state. */
export interface Resource {
  urn: string;
  type: string;
  custom: boolean;
  id?: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  parent?: string;
  provider?: string;
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
  aliases: string[];
  ignoreChanges: string[];
  replaceOnChanges: string[];
  replaceWith: string[];
  initErrors: string[];
  protect: boolean;
  retainOnDelete: boolean;
  /** A replaced object that is still to be deleted. */
  delete: boolean;
  /** Deleted before its replacement is there. */
  pendingReplacement: boolean;
  created?: string;
  modified?: string;
}

export const PROVIDER_TYPE = "pulumi:providers:pulumi-nodejs";
export const STACK_TYPE = "pulumi:pulumi:Stack";

/**
 * Encrypts as a real engine does, by default with a key that lives as long as the stack object, and nowhere else.
 */
class Vault {
  constructor(readonly key: Buffer) {}

  /** Opens what a real engine encrypted by this passphrase: `provider` is the `secrets_providers` of its export. */
  static ofPassphrase(passphrase: string, provider: unknown): Vault {
    const { type, state } = (provider ?? {}) as { type?: string; state?: { salt?: string } };
    const [version, salt] = state?.salt?.split(":") ?? [];
    if (type !== "passphrase" || version !== "v1" || salt === undefined)
      throw new Error("the state is not one whose secrets are encrypted by a passphrase");
    return new Vault(pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256"));
  }

  seal(value: Value): Value {
    if (value instanceof Secret)
      return { [SIGNATURE]: SECRET_SIGNATURE, ciphertext: this.encrypt(this.seal(value.value)) };
    if (Array.isArray(value)) return value.map((member) => this.seal(member));
    return isObject(value) ? mapMembers(value, (member) => this.seal(member)) : value;
  }

  open(value: Value): Value {
    if (Array.isArray(value)) return value.map((member) => this.open(member));
    if (!isObject(value)) return value;
    if (value[SIGNATURE] === SECRET_SIGNATURE)
      return new Secret(this.open(this.decrypt(String(value.ciphertext))));
    return mapMembers(value, (member) => this.open(member));
  }

  private encrypt(value: Value): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const sealed = Buffer.concat([
      cipher.update(JSON.stringify(value), "utf8"),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  private decrypt(text: string): Value {
    const [, nonce = "", sealed = ""] = text.split(":");
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-16));
    const plain = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
    return JSON.parse(plain.toString("utf8")) as Value;
  }
}

/** A record as documents show it; `show` decides what becomes of the property values. */
export function record(resource: Resource, show: (value: Value) => unknown = toDisplay): ResourceState {
  const { urn, custom, type, ...rest } = resource;
  const document: Record<string, unknown> = { urn, custom, type };
  for (const [key, value] of Object.entries(rest)) {
    if (value === undefined || value === false || value === "") continue;
    if (typeof value === "object" && Object.keys(value).length === 0) continue;
    document[key] = key === "inputs" || key === "outputs" ? show(value as Value) : value;
  }
  return document as unknown as ResourceState;
}

/** What a resource has where nothing else is said of it; each call gives lists of its own. */
export function plain() {
  return {
    dependencies: [],
    propertyDependencies: {},
    aliases: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    replaceWith: [],
    initErrors: [],
    protect: false,
    retainOnDelete: false,
    delete: false,
    pendingReplacement: false,
  };
}

function resourcesOf(state: Deployment, vault: Vault): Resource[] {
  return state.deployment.resources.map((document) => ({
    ...plain(),
    ...(document as unknown as Partial<Resource>),
    urn: document.urn,
    type: document.type,
    custom: document.custom,
    inputs: vault.open((document.inputs ?? {}) as PropertyMap) as PropertyMap,
    outputs: vault.open((document.outputs ?? {}) as PropertyMap) as PropertyMap,
  }));
}

/** Reads and writes the state file. */
export class StateFile {
  private readonly vault: Vault;

  constructor(
    readonly path: string,
    readonly key: Buffer = randomBytes(32),
  ) {
    this.vault = new Vault(key);
  }

  load(): Resource[] {
    return resourcesOf(this.export(), this.vault);
  }

  /** Takes over the export of a real engine, its secrets encrypted by `passphrase`. */
  import(state: Deployment, passphrase: string): void {
    this.save(resourcesOf(state, Vault.ofPassphrase(passphrase, state.deployment.secrets_providers)));
  }

  save(resources: Resource[]): void {
    const deployment: Deployment = {
      version: 3,
      deployment: {
        manifest: { time: new Date().toISOString(), magic: "", version: "embedded" },
        resources: resources.map((resource) => record(resource, (value) => this.vault.seal(value))),
        metadata: {},
      },
    };
    // Renamed into place, so that a reader never meets half a file.
    const draft = `${this.path}.tmp`;
    writeFileSync(draft, `${JSON.stringify(deployment, undefined, 4)}\n`);
    renameSync(draft, this.path);
  }

  export(): Deployment {
    if (!existsSync(this.path)) return { version: 3, deployment: { resources: [] } };
    return JSON.parse(readFileSync(this.path, "utf8")) as Deployment;
  }
}
