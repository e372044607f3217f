// Pure: live configs -> TypeScript. Sensitive values are named, never written.
import type { LiveTransferConfig } from "../../api/client";
import { fieldNames, isSensitive } from "../../model/fieldTable";
import { valueFailures } from "../../model/validateInputs";
import { isObject, type Path, pathText, type Values } from "../../model/values";
import type { DeclaredConfig } from "./importFile";
import { slugOf, unique, uniqueSlugs, variable } from "./slugs";

/** A file to write. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** A generated program. */
export interface Generated {
  readonly files: GeneratedFile[];
  readonly secrets: Secret[];
  /** Configs with live values that a program cannot declare, and their paths. */
  readonly refused: { readonly id: string; readonly names: readonly string[] }[];
  /** The configs that the program does not adopt by their ids. */
  readonly imported: DeclaredConfig[];
}

/** A key of the stack config that the program reads as a secret. */
export interface Secret {
  readonly key: string;
  /** Whether the value is given as JSON. */
  readonly json: boolean;
  /** Where the config holds it. */
  readonly path: Path;
  /** The live value, as the stack config is to hold it: never to be printed. */
  readonly value: string;
}

/**
 * The program that adopts the configs as they are: one file each, or one array in `transfer-configs.ts`.
 * `imports` are the ids of configs that it does not adopt, because `pulumi import` has them recorded first.
 */
export function generate(
  configs: readonly LiveTransferConfig[],
  single: boolean,
  imports: readonly string[] = [],
): Generated {
  const slugs = uniqueSlugs(configs.map(({ name }) => (typeof name === "string" ? name : "")));
  const secrets: Secret[] = [];
  const entries = configs.map((config, i) => {
    const slug = slugs[i] ?? config.id;
    const before = secrets.length;
    const { args: values, refused } = argsOf(config);
    const isImported = imports.includes(config.id);
    const shown = isImported ? values : { transferConfigId: config.id, ...values };
    const args = literal(shown, [], "", slug, secrets);
    const paths = secrets.slice(before).map(({ path }) => path);
    const declared = { live: config, name: slug, args: values, secrets: paths };
    return { slug, args, refused, usesSecrets: paths.length > 0, isImported, declared };
  });
  const files = single
    ? [{ name: "transfer-configs.ts", text: arrayFile(entries) }]
    : entries.map((entry) => ({ name: `${entry.slug}.ts`, text: singleFile(entry) }));
  const refused = entries.flatMap(({ declared, refused: names }) =>
    names.length > 0 ? [{ id: declared.live.id, names }] : [],
  );
  const imported = entries.filter((entry) => entry.isImported).map(({ declared }) => declared);
  return { files, secrets, refused, imported };
}

/** Says that live values are not declared, and why. */
export function notDeclared(names: readonly string[]): string {
  return `not declared, because this version doesn't accept the live value: ${names.join(", ")}`;
}

interface Entry {
  readonly slug: string;
  /** Source of the object of arguments. */
  readonly args: string;
  /** Paths of live values that are not among them. */
  readonly refused: readonly string[];
  readonly usesSecrets: boolean;
  readonly isImported: boolean;
}

function header(entries: readonly Entry[]): string {
  const usesSecrets = entries.some((entry) => entry.usesSecrets);
  const imports = ['import * as carecycle from "pulumi-carecycle";'];
  if (usesSecrets) imports.unshift('import * as pulumi from "@pulumi/pulumi";');
  const config = usesSecrets ? ["", "const config = new pulumi.Config();"] : [];
  const warning = entries.some((entry) => entry.isImported) ? ["", importFirst] : [];
  return `${[...imports, ...config, ...warning].join("\n")}\n`;
}

const importFirst =
  "// Without transferConfigId, an update creates new configs: import the live ones first (pulumi import --file).";

function comment(refused: readonly string[], indent = ""): string {
  return refused.length > 0 ? `${indent}// Live, but ${notDeclared(refused)}\n` : "";
}

function singleFile(entry: Entry): string {
  const { slug, args, refused } = entry;
  const name = JSON.stringify(slug);
  return `${header([entry])}\n${comment(refused)}export const ${variable(slug)} = new carecycle.TransferConfig(${name}, ${args});\n`;
}

function arrayFile(entries: readonly Entry[]): string {
  const rows = entries.map(
    ({ slug, args, refused }) =>
      `${comment(refused, "  ")}  [${JSON.stringify(slug)}, ${args.replaceAll("\n", "\n  ")}],`,
  );
  return (
    `${header(entries)}\n` +
    `const configs: [name: string, args: carecycle.TransferConfigArgs][] = [\n${rows.join("\n")}\n];\n\n` +
    "export const transferConfigs = configs.map(([name, args]) => new carecycle.TransferConfig(name, args));\n"
  );
}

/** The live values that a program declares: no nulls, and only what the package itself accepts; and the paths of the rest. */
function argsOf(config: LiveTransferConfig): { args: Values; refused: string[] } {
  const refused: Path[] = [];
  const { dynamicOptions, ...rest } = config;
  const args: Values = {};
  for (const name of fieldNames) {
    const value = name === "dynamicOptions" ? optionsOf(dynamicOptions, refused) : rest[name];
    if (accepted(value, [name], refused)) args[name] = value;
  }
  return { args, refused: refused.map((path) => pathText(path).replace(awkward, escaped)) };
}

function optionsOf(options: unknown, refused: Path[]): unknown {
  if (!isObject(options)) return options;
  const { successConditions: conditions } = options;
  const path = ["dynamicOptions"];
  const shown = (condition: unknown, i: number) =>
    isObject(condition) ? members(condition, [...path, "successConditions", i], refused) : condition;
  const known = Array.isArray(conditions)
    ? { ...options, successConditions: conditions.map(shown) }
    : options;
  return members(known, path, refused);
}

function members(value: Values, path: Path, refused: Path[]): Values {
  return Object.fromEntries(
    Object.entries(value).filter(([name, member]) => accepted(member, [...path, name], refused)),
  );
}

/** Whether a program can declare the value; `refused` gets the path where it cannot. */
function accepted(value: unknown, path: Path, refused: Path[]): boolean {
  if (value === null || value === undefined) return false;
  const alone = path.reduceRight(
    (inner, part) => (typeof part === "number" ? [inner] : { [part]: inner }),
    value,
  );
  if (valueFailures(alone as Values).length === 0) return true;
  refused.push(path);
  return false;
}

/** Source text of a value. Sensitive leaves become `config.requireSecret(...)`, and their keys go to `secrets`. */
function literal(value: unknown, path: Path, indent: string, slug: string, secrets: Secret[]): string {
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    const items = value.map((item, i) => `${deeper}${literal(item, [...path, i], deeper, slug, secrets)},`);
    return `[\n${items.join("\n")}\n${indent}]`;
  }
  if (isObject(value)) {
    // One secret for a whole body: its leaves are of any type and depth, and a list of keys would be no help.
    if (path.at(-1) === "body" && Object.keys(value).length > 0) return secret(value, path, slug, secrets);
    const members = Object.entries(value).map(
      ([name, member]) =>
        `${deeper}${key(name)}: ${literal(member, [...path, name], deeper, slug, secrets)},`,
    );
    return members.length === 0 ? "{}" : `{\n${members.join("\n")}\n${indent}}`;
  }
  if (value !== null && isSensitive(path)) return secret(value, path, slug, secrets);
  return text(value);
}

// What isn't a string is stored as JSON, and read as such.
function secret(value: unknown, path: Path, slug: string, secrets: Secret[]): string {
  const parts = path.filter((part) => part !== "dynamicOptions");
  const name = unique([slug, ...parts.map((part) => slugOf(String(part)))].join("-"), (other) =>
    secrets.some(({ key }) => key === other),
  );
  const json = typeof value !== "string";
  secrets.push({ key: name, json, path, value: json ? JSON.stringify(value) : String(value) });
  return `config.${json ? "requireSecretObject<Record<string, unknown>>" : "requireSecret"}(${JSON.stringify(name)})`;
}

const identifier = /^[A-Za-z_$][\w$]*$/;

// Never __proto__, which would set the prototype: no program can declare such a name, and `accepted` leaves it out.
function key(name: string): string {
  return identifier.test(name) ? name : text(name);
}

// JSON is TypeScript, but for two line separators that old parsers refuse in strings; terminals obey the others, and
// bidirectional controls would let a live name reorder the source that a reviewer reads.
function text(value: unknown): string {
  return JSON.stringify(value).replace(awkward, escaped);
}

const awkward = /[\u007f-\u009f\u2028\u2029\p{Bidi_Control}]/gu;
const escaped = (c: string) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`;
