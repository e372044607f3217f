// Makes declared nulls visible to the engine, which takes null and absent for the same when it compares inputs.
import { fieldNames } from "./fieldTable";
import { nullPathsName } from "./internalNames";
import { equal, isObject, leaves, pathText, type Values } from "./values";

/** The inputs with their own {@link nullPathsName}. */
export function withNullPaths({ [nullPathsName]: _, ...inputs }: Values): Values {
  const paths = leaves(inputs)
    .filter(({ path, value }) => value === null && isBodyField(path[0]))
    .map(({ path }) => pathText(path));
  return paths.length > 0 ? { ...inputs, [nullPathsName]: paths.sort() } : inputs;
}

function isBodyField(name: unknown): boolean {
  return name === "additionalFields" || (fieldNames as readonly unknown[]).includes(name);
}

/** Whether the engine, comparing these inputs itself, would find no difference. */
export function looksEqual(olds: Values, news: Values): boolean {
  return equal(withoutNulls(olds), withoutNulls(news));
}

// As the engine does: members of objects only, an element of a list counts even where it is null.
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}
