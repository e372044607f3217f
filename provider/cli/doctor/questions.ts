// Pure: what the API's pages leave open, the requests that answer it, and how their responses are read. The requests are
// data, so that what is announced is what is sent.
import { appointmentConfigsPath, campaignsPath, transferConfigsPath } from "../../api/endpoints";
import { fieldNames, readOnlyNames } from "../../model/fieldTable";
import { equal, isObject, type Values } from "../../model/values";
import type { RawResponse } from "./rawApi";

/** A request of a probe: a GET of a path, or of the config itself (`undefined`), or a PATCH of the config. */
export type ProbeRequest = { readonly get: string | undefined } | { readonly patch: Values };

/** An open question. */
export interface Question {
  readonly title: string;
  readonly requests: readonly ProbeRequest[];
  /** The answer, by the responses to the requests, in their order. */
  readonly answer: (responses: readonly RawResponse[]) => string;
}

/** The fields that a probe writes to. */
export const touchedFields = ["name", "dynamicOptions", "transferWaitingMessages"] as const;

const pingUrl = "https://example.com/carecycle-probe";
// A text that no server fills in by itself.
const marker = "carecycleProbe";

/** The config of a response. */
export function configOf(response: RawResponse | undefined): Values {
  const config = isObject(response?.json) ? response.json.transferConfig : undefined;
  return isObject(config) ? config : {};
}

const optionsIn = (response: RawResponse | undefined): unknown => configOf(response).dynamicOptions;

/** How a refused request ended; undefined where all of them went well. */
function refusal(responses: readonly RawResponse[]): string | undefined {
  const refused = responses.find(({ error }) => error !== undefined)?.error;
  if (refused === undefined) return undefined;
  if (refused.status >= 500) return `no answer: ${refused.status}`;
  const fields = refused.errors.map(({ path }) => path).filter((path) => path !== "");
  const named = fields.length > 0 ? ` at ${fields.slice(0, 3).join(", ")}` : "";
  return `refused: ${refused.status} ${refused.code ?? "without a code"}${named}`;
}

const reading =
  (read: (responses: readonly RawResponse[]) => string) =>
  (responses: readonly RawResponse[]): string =>
    refusal(responses) ?? read(responses);

function echo(value: unknown, sent: unknown): string {
  if (value === undefined) return "left out of the answer";
  if (value === null) return "answered as null";
  return equal(value, sent) ? "answered as it was sent" : "answered as something else";
}

const listed = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));

export const questions: readonly Question[] = [
  {
    title: "Which members has a config that the documentation doesn't name?",
    requests: [{ get: undefined }],
    answer: reading(([response]) => {
      const known: readonly string[] = [...fieldNames, ...readOnlyNames];
      return listed(Object.keys(configOf(response)).filter((name) => !known.includes(name)));
    }),
  },
  {
    title: "Are fields without a value null in an answer, or left out?",
    requests: [{ get: undefined }],
    answer: reading(([response]) => {
      const config = configOf(response);
      const absent = fieldNames.filter((name) => !(name in config));
      const nulls = fieldNames.filter((name) => config[name] === null);
      return `null: ${nulls.length}; left out: ${listed(absent)}`;
    }),
  },
  {
    title: "Is there a list of transfer configs?",
    requests: [{ get: transferConfigsPath }],
    answer: ([response]) => {
      if (response?.error) return `no: ${response.status} ${response.error.code ?? "without a code"}`;
      const members = isObject(response?.json) ? Object.keys(response.json) : [];
      return `yes: ${response?.status}, an answer with ${listed(members)}`;
    },
  },
  {
    title: "Does `page` choose a page of the campaigns?",
    requests: [{ get: `${campaignsPath}?page=2` }],
    answer: reading(([response]) => {
      const page = isObject(response?.json) ? response.json.currentPage : undefined;
      return typeof page === "number"
        ? `the answer says that it is page ${page}`
        : "the answer doesn't say which page it is";
    }),
  },
  {
    title: "Are appointment configs listed with what they point to?",
    requests: [{ get: appointmentConfigsPath }],
    answer: reading(([response]) => {
      const list = isObject(response?.json) ? response.json.appointmentConfigs : undefined;
      if (!Array.isArray(list)) return "no list";
      const pointing = list.filter((one) => isObject(one) && "transferConfigId" in one).length;
      return `${pointing} of ${list.length} have transferConfigId`;
    }),
  },
  {
    title: "How is a cleared object answered?",
    requests: [{ patch: { dynamicOptions: null } }],
    answer: reading(([response]) => echo(optionsIn(response), null)),
  },
  {
    title: "Which defaults does the server fill into dynamicOptions?",
    requests: [{ patch: { dynamicOptions: null } }, { patch: { dynamicOptions: { pingUrl } } }],
    answer: reading(([, response]) => {
      const options = optionsIn(response);
      if (!isObject(options)) return "dynamicOptions isn't in the answer";
      return listed(
        Object.keys(options)
          .filter((name) => name !== "pingUrl")
          .map((name) => `${name} (${options[name] === null ? "null" : typeof options[name]})`),
      );
    }),
  },
  {
    title: "Does PATCH replace dynamicOptions, or merge into it?",
    requests: [
      { patch: { dynamicOptions: { pingUrl, transferNumberField: marker } } },
      { patch: { dynamicOptions: { pingUrl: `${pingUrl}/2` } } },
    ],
    answer: reading(([before, after]) => {
      const [first, second] = [optionsIn(before), optionsIn(after)];
      if (!isObject(first) || first.transferNumberField !== marker) return "the member wasn't stored at all";
      if (!isObject(second)) return "dynamicOptions isn't in the answer";
      if (second.transferNumberField === marker) return "merges";
      return second.transferNumberField === undefined || second.transferNumberField === null
        ? "replaces"
        : "replaces, and fills in another value";
    }),
  },
  {
    title: "Does null remove a member of dynamicOptions?",
    requests: [
      { patch: { dynamicOptions: { pingUrl, transferNumberField: marker } } },
      { patch: { dynamicOptions: { pingUrl, transferNumberField: null } } },
    ],
    answer: reading(([, response]) => {
      const options = optionsIn(response);
      if (!isObject(options)) return "dynamicOptions isn't in the answer";
      if (options.transferNumberField === marker) return "no, the value stays";
      return options.transferNumberField === null
        ? "it is answered as null"
        : "yes, it is left out of the answer";
    }),
  },
  {
    title: "What becomes of an empty list?",
    requests: [{ patch: { transferWaitingMessages: [] } }],
    answer: reading(([response]) => echo(configOf(response).transferWaitingMessages, [])),
  },
  {
    title: "What becomes of an empty object in dynamicOptions?",
    requests: [{ patch: { dynamicOptions: { pingUrl, headers: {} } } }],
    answer: reading(([response]) => {
      const options = optionsIn(response);
      return isObject(options) ? echo(options.headers, {}) : "dynamicOptions isn't in the answer";
    }),
  },
  {
    title: "How is a value refused that breaks a documented limit?",
    requests: [{ patch: { name: "" } }],
    answer: ([response]) => {
      if (!response?.error) return "it isn't: the empty name was accepted";
      const { status, code, errors } = response.error;
      return `${status} ${code ?? "without a code"}, ${errors.length > 0 ? "naming the field" : "naming no field"}`;
    },
  },
];

/** Methods that no probe sends, and why. */
export const notTried: readonly (readonly [title: string, reason: string])[] = [
  ["Is there a DELETE?", "not tried: it would remove the config"],
  ["Does POST answer 200 or 201?", "not tried: it would create a config"],
];
