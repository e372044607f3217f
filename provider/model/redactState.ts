// Redacts what is recorded (maskText.ts does the same for what is printed): the state keeps no sensitive live value that the
// engine would not encrypt.
import { fieldNames } from "./fieldTable";
import type { PathTest } from "./secretPaths";
import { isObject, type Path, recordedName, type Values, WITHHELD } from "./values";

/**
 * What decides whether a live value may be recorded. The rule rests on `annotateSecrets` of the engine
 * (sdk/go/common/resource/plugin/provider_plugin.go): this provider gets and gives plain values, and the
 * engine encrypts what create and update return, those of a failure included, by the *new* inputs, the outputs
 * of a read by the old outputs, and its inputs by the old inputs. It follows two objects member by member; where
 * either side is no object, the whole value becomes secret if the given one holds a secret anywhere. A member
 * that was not given stays plain. After an update that failed half-way, the inputs that it keeps are the old ones.
 */
export interface RedactionRule {
  /** Whether what is live at a path may be a credential. */
  readonly sensitive: PathTest;
  /** Whether every value that the engine will encrypt by has a secret at that very path. */
  readonly encrypted: PathTest;
}

/**
 * The fields of a live config as they may be recorded: a sensitive leaf keeps its value only where the engine will
 * encrypt it, and is replaced by {@link WITHHELD} elsewhere. A field that is sensitive as a whole and not managed is left out.
 */
export function redact(live: Values, rule: RedactionRule, managed: readonly string[]): Values {
  const redacted: Values = {};
  for (const name of fieldNames) {
    if (live[name] === undefined) continue;
    const value = redactValue(live[name], [name], rule);
    if (value !== WITHHELD || managed.includes(name)) redacted[name] = value;
  }
  return redacted;
}

/** Values of fields that this package does not know: nothing is known of what they may carry. */
export function redactAdditional(live: Values, rule: RedactionRule): Values {
  return redactValue(live, ["additionalFields"], rule) as Values;
}

function redactValue(value: unknown, path: Path, rule: RedactionRule): unknown {
  if (Array.isArray(value)) return value.map((element, i) => redactValue(element, [...path, i], rule));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([k, v]) => [recordedName(k), redactValue(v, [...path, k], rule)]),
    );
  }
  return value === null || !rule.sensitive(path) || rule.encrypted(path) ? value : WITHHELD;
}
