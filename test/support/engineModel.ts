// How the engine carries one resource through check, diff, create, read and update: secrets stripped before each
// call and re-attached path by path after it, which inputs a failure keeps, and when a step is none.

import type { Provider } from "../../provider/lifecycle/provider";
import { isSensitive } from "../../provider/model/fieldTable";
import { type Path, pathText, type Values } from "../../provider/model/values";
import {
  copy,
  isObject,
  mapFromWire,
  type PropertyMap,
  restoreSecrets,
  Secret,
  toProvider,
  unwrap,
  type Value,
} from "../engine/embedded/values";

/** A resource in the state, secrets wrapped. */
export interface State {
  id: string;
  inputs: PropertyMap;
  outputs: PropertyMap;
  initErrors: boolean;
}

/** Marks a value as made secret by the program. */
export class Hidden {
  constructor(readonly value: unknown) {}
}

/**
 * What the constructor makes of arguments: credentials of the table wrapped leaf by leaf, and the program's secrets noted.
 * Where a transform `set` them after it, the credentials come in plain text.
 */
export function register(args: Values, set = false): PropertyMap {
  const paths: string[] = [];
  const seal = (value: unknown, path: Path): Value => {
    if (value instanceof Hidden) {
      paths.push(pathText(path));
      return new Secret(seal(value.value, path));
    }
    if (Array.isArray(value)) return value.map((element, i) => seal(element, [...path, i]));
    if (isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, seal(v, [...path, k])]));
    }
    return value !== null && isSensitive(path) && !set ? new Secret(value as Value) : (value as Value);
  };
  const inputs = seal(args, []) as PropertyMap;
  return paths.length > 0 ? { ...inputs, __secretPaths: paths.sort() } : inputs;
}

/** What of a map is written in plain text. */
export function plainText(map: PropertyMap): string {
  return JSON.stringify(map, (_, value) => (value instanceof Secret ? "[encrypted]" : value));
}

/** `up` of a program that declares `inputs`. What the provider throws is handed to `failed`, as far as the host prints it. */
export async function up(
  provider: Provider,
  old: State | undefined,
  inputs: PropertyMap,
  failed: (message: string) => void,
): Promise<State | undefined> {
  const checked = await provider.check(old ? toProvider(old.inputs) : {}, toProvider(inputs));
  if (checked.failures && checked.failures.length > 0) {
    failed(JSON.stringify(checked.failures));
    return old;
  }
  const goal = attached(checked.inputs as Values, inputs);
  try {
    if (!old) {
      const { id, outs } = await provider.create(toProvider(goal));
      return { id, inputs: goal, outputs: attached(outs as Values, goal), initErrors: false };
    }
    const diff = await provider.diff(old.id, toProvider(old.outputs), toProvider(goal));
    const same = !(diff.changes ?? differs(unwrap(old.inputs), unwrap(goal)));
    if (same && !old.initErrors) return { ...old, inputs: goal };
    const { outs } = await provider.update(old.id, toProvider(old.outputs), toProvider(goal));
    return { id: old.id, inputs: goal, outputs: attached(outs as Values, goal), initErrors: false };
  } catch (error) {
    const { message, id, properties, reasons } = error as Error & Values;
    failed(String(properties ? reasons : message));
    if (!properties) return old;
    const outputs = attached(properties as Values, goal);
    return { id: String(id), inputs: old ? old.inputs : goal, outputs, initErrors: true };
  }
}

/** A refresh: outputs are encrypted by the old outputs, inputs by the old inputs. */
export async function refresh(provider: Provider, old: State): Promise<State> {
  const { props, inputs } = await provider.read(old.id, toProvider(old.outputs));
  return {
    ...old,
    initErrors: false,
    outputs: attached(props as Values, old.outputs),
    inputs: attached(inputs as Values, old.inputs),
  };
}

function attached(returned: Values, given: PropertyMap): PropertyMap {
  const values = mapFromWire(copy(returned as PropertyMap));
  restoreSecrets(values, given);
  return values;
}

const own = (object: PropertyMap, name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);

/** The engine takes null and absent for equal, and an empty object for neither. */
function differs(a: Value | undefined, b: Value | undefined): boolean {
  if (isObject(a) && isObject(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].some((name) =>
      differs(own(a, name), own(b, name)),
    );
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length !== b.length || a.some((element, i) => differs(element, b[i]));
  }
  return (a ?? null) !== (b ?? null);
}
