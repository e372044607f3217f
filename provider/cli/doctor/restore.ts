// Puts a probed config back, whether the API replaces dynamicOptions or merges into it, and looks whether it is as it was.
import { transferConfigPath } from "../../api/endpoints";
import { CareCycleError } from "../../api/errors";
import { equal, isObject, type Values } from "../../model/values";
import { configOf, touchedFields } from "./questions";
import type { RawApi } from "./rawApi";

/** Returns what is wrong afterwards, in words; empty where the config is as it was. */
export async function restore(api: RawApi, id: string, before: Values): Promise<string[]> {
  const path = transferConfigPath(id);
  const values = Object.fromEntries(touchedFields.map((name) => [name, before[name] ?? null]));
  const failures: string[] = [];
  const patch = async (body: Values) => {
    const { error } = await api.request({ method: "PATCH", path, body });
    if (error) failures.push(error.message);
  };
  const differing = async (): Promise<string[]> => {
    const response = await api.request({ method: "GET", path });
    if (response.error) throw response.error;
    const now = configOf(response);
    const names = new Set([...Object.keys(before), ...Object.keys(now)]);
    names.delete("updatedAt");
    return [...names].filter((name) => !equal(before[name] ?? null, now[name] ?? null));
  };
  try {
    // Cleared first: an API that merges would keep the members of the probe beside those from before.
    if (isObject(values.dynamicOptions)) await patch({ dynamicOptions: null });
    await patch(values);
    let names = await differing();
    if (names.includes("dynamicOptions") && isObject(values.dynamicOptions)) {
      await patch({ dynamicOptions: await withoutExtras(api, path, values.dynamicOptions) });
      names = await differing();
    }
    if (names.length === 0) return [];
    return [`${id} is not as it was before, in ${names.join(", ")}.`, ...failures];
  } catch (error) {
    if (!(error instanceof CareCycleError)) throw error;
    return [`${id} could not be put back, or looked at afterwards: ${error.message}`];
  }
}

/** The options, with null for what is live beside them. */
async function withoutExtras(api: RawApi, path: string, options: Values): Promise<Values> {
  const live = configOf(await api.request({ method: "GET", path })).dynamicOptions;
  const names = isObject(live) ? Object.keys(live) : [];
  return { ...Object.fromEntries(names.map((name) => [name, null])), ...options };
}
