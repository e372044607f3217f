// Names that the program, the provider and the command line agree on, each written once. Imports nothing.

/** Type token of the resource, as it stands in states, previews and URNs. */
export const transferConfigType = "pulumi-nodejs:dynamic/carecycle:TransferConfig";

/** The constant text that every resource's state carries: it loads the installed package, and holds no code of its own. */
export const providerText = 'exports.handler = () => require("pulumi-carecycle/dynamic").provider;';

/** Inputs that steer this package and are not fields of the API. */
export const controlNames = ["transferConfigId", "deletionPolicy", "onConflict", "onMissing"] as const;

// Internal inputs and outputs, kept beside those of the user. All begin with `__`, as Pulumi's own `__provider` does.

/** Whether an input or output is internal: reports and comparisons leave it out. */
export function isInternal(name: string): boolean {
  return name.startsWith("__");
}

/** Internal input: paths that the program itself made secret. The constructor notes them, because the provider gets plain values. */
export const secretPathsName = "__secretPaths";

/**
 * Internal input that only check gets: paths of the containers that the constructor wrapped whole, because their leaves were
 * not known. Check takes it out, so no state holds it.
 */
export const wrappedPathsName = "__wrappedPaths";

/**
 * Internal input that only check gets, as `TURN/COUNT PROJECT/STACK`: the turn of the program in which the resource was
 * created, how many transfer configs that turn created, and the stack, of which the engine tells a provider nothing.
 * Check takes it out, so no state holds it.
 */
export const turnName = "__turn";

/** The value of {@link turnName}. */
export interface Turn {
  readonly number: string;
  readonly count: number;
  /** `PROJECT/STACK`. */
  readonly stack: string;
}

/** Writes a turn. */
export function turnText({ number, count, stack }: Turn): string {
  return `${number}/${count} ${stack}`;
}

/** Reads a turn; undefined where a program of an earlier version noted none. */
export function parseTurn(text: unknown): Turn | undefined {
  const match = typeof text === "string" ? /^(\d+)\/(\d+) (.+)$/.exec(text) : null;
  if (match === null) return undefined;
  const [, number, count, stack] = match as unknown as [string, string, string, string];
  return { number, count: Number(count), stack };
}

/**
 * Internal output: paths that the program made secret earlier, or that an update that failed half-way was
 * to make secret. The recorded inputs may hold no secret there, so what is live there is redacted.
 */
export const formerPathsName = "__formerSecretPaths";

/**
 * Internal input: the paths of the nulls that the program declares, sorted; absent where there are none. A refresh
 * keeps it as declared, whatever is live: drift then shows at the drifted path alone.
 */
export const nullPathsName = "__nullPaths";

/**
 * Internal output: declared empty objects and lists that the API accepted without keeping them, by the response to the
 * last write. Where it holds one, live null or nothing is as declared; where the API keeps them, it is drift.
 */
export const notKeptName = "__notKept";

/** Internal output (of a read) and input (of an adoption): why the live config could not be read. */
export const unreadableName = "__unreadable";

/**
 * Internal output (of a read) and input (of an adoption) in a process that only reads: hashes of the sensitive live values,
 * as `{salt, leaves: [{path, hash}]}`, for a plan to rest on.
 */
export const liveHashesName = "__liveHashes";

/** Internal input of an adoption in a process that only reads: what is live, and which paths the adoption would write. */
export const adoptionName = "__adoption";

/** Internal input of an adoption: why there is no live config to adopt. */
export const nothingToAdoptName = "__nothingToAdopt";

/**
 * Internal input of an adoption that the commands preview and drift review: the rules across fields that the live config
 * breaks, as `RULE PATH`. Such a preview's document does not hold the live values themselves.
 */
export const brokenRulesName = "__brokenRules";

// How Pulumi's SDKs and engine write a secret: an object with this member of this value, and the secret as `value`.
export const signatureKey = "4dabf18193072939515e22adb298388d";
export const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
