// Tables of the documentation that are computed: settings with their defaults, and how long changes take.
import { leastSeconds } from "../../provider/cli/reportModel/requests";
import {
  readSettings,
  type SettingName,
  settingNames,
  settingVariables,
} from "../../provider/session/settings";

const meanings: Record<SettingName, string> = {
  apiKey:
    "API key, begins with `cc_`. A plaintext key in the stack config is refused. Asked for at the first request only.",
  baseUrl: "https, or http to this machine.",
  rateLimit: "At most so many requests ...",
  rateWindowSeconds: "... in any so many seconds. Lower the limit to leave room for others.",
  timeoutSeconds: "Longest wait for the complete answer to one attempt.",
  onConflict:
    '`"overwrite"` or `"fail"`, for resources that do not say: [conflicts](ownership.md#conflicts).',
  onMissing:
    '`"recreate"` or `"fail"`, for resources that do not say: [a config that is gone](ownership.md#a-config-that-is-gone).',
  clientId: "Pins the account: [the pin](environments.md#the-pin). Set it in every stack.",
};

/** The settings, with the variables and defaults that the code has. */
export function settingsTable(): string {
  const defaults = readSettings(() => undefined, {});
  const rows = settingNames.map((name) => {
    const variable = settingVariables[name];
    const fallback = defaults[name];
    return `| \`carecycle:${name}\` | ${code(variable)} | ${code(fallback)} | ${meanings[name]} |`;
  });
  return ["| Stack config | Environment | Default | Meaning |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

const code = (value: unknown) => (value === undefined ? "" : `\`${value}\``);

const kinds: [title: string, requestsPerConfig: number][] = [
  ["refresh, drift check, or preview of a change in all of them", 1],
  ["new configs", 1],
  ["change all of them", 2],
  ["change all of them, after a refresh (`--refresh`)", 3],
];

/** Least time of N configs under the default quota. */
export function quotaTable(): string {
  const { rateLimit: limit, rateWindowSeconds: windowSeconds } = readSettings(() => undefined, {});
  const counts = [10, 60, 100, 500, 1000];
  const rows = kinds.map(([title, each]) => {
    const times = counts.map((count) => duration(leastSeconds(count * each, { limit, windowSeconds })));
    return `| ${title} | ${each} | ${times.join(" | ")} |`;
  });
  return [
    `| N configs | Requests each | ${counts.map((count) => `N = ${count}`).join(" | ")} |`,
    `| --- | --- |${" --- |".repeat(counts.length)}`,
    ...rows,
  ].join("\n");
}

function duration(seconds: number): string {
  return seconds === 0 ? "at once" : `${seconds / 60} min`;
}
