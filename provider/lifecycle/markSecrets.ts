// Marks secrets in what check returns. The engine takes the secrets out of what it hands to a dynamic provider, and keeps
// every one that check returns: so a credential is encrypted whoever declared it, a transform that ran after the
// constructor included.
import { isSensitive } from "../model/fieldTable";
import {
  parseTurn,
  secretSignature,
  signatureKey,
  type Turn,
  turnName,
  wrappedPathsName,
} from "../model/internalNames";
import { secretPathsOf, upToList } from "../model/secretPaths";
import { isObject, type Path, pathText, textsIn, UNKNOWN, type Values, WITHHELD } from "../model/values";

/**
 * `inputs` with every credential secret, by the table of fields and by the paths that the program made secret.
 * `wrapped` are the containers that the constructor wrapped whole: a secret within a secret is none that the SDK reads.
 */
export function withMarkedSecrets(inputs: Values, wrapped: readonly string[]): Values {
  const whole = new Set([...secretPathsOf(inputs), ...wrapped].map(upToList));
  const mark = (value: unknown, path: Path): unknown => {
    // The placeholder is recorded in plain text, where ignoreChanges brings it back from.
    if (value === null || value === undefined || value === UNKNOWN || value === WITHHELD) return value;
    if (whole.has(pathText(path))) return secret(value);
    if (Array.isArray(value)) {
      // The engine encrypts a list with a secret in it whole.
      const elements = value.map((element, i) => mark(element, [...path, i]));
      return elements.some((element, i) => element !== value[i]) ? secret(value) : value;
    }
    if (isObject(value)) return markMembers(value, path);
    return isSensitive(path) ? secret(value) : value;
  };
  const markMembers = (values: Values, path: Path): Values => {
    const members = Object.entries(values).map(([name, member]) => [name, mark(member, [...path, name])]);
    return members.some(([name, member]) => member !== values[name as string])
      ? Object.fromEntries(members)
      : values;
  };
  return markMembers(inputs, []);
}

/** The inputs without what is for check alone, and that: see {@link wrappedPathsName} and {@link turnName}. */
export function forCheck(news: Values): {
  inputs: Values;
  wrapped: string[];
  turn: Turn | undefined;
} {
  const { [wrappedPathsName]: wrapped, [turnName]: turn, ...inputs } = news;
  return { inputs, wrapped: textsIn(wrapped), turn: parseTurn(turn) };
}

function secret(value: unknown): Values {
  return { [signatureKey]: secretSignature, value };
}
