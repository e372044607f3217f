// docs/openapi.yaml as a judge: what is wrong with a request or a response, in the words of a validator of JSON Schema
// 2020-12, of which schemas of OpenAPI 3.1 are a dialect. It knows nothing of the client or the emulator.
import * as fs from "node:fs";
import * as path from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";

export type Json = Record<string, unknown>;

/** A request and its response, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly requestHeaders: Record<string, string>;
  readonly requestBody?: string | undefined;
  readonly status: number;
  readonly responseType: string;
  readonly responseBody: string;
}

interface Parameter extends Json {
  name: string;
  in: "path" | "query";
  required?: boolean;
}

interface Operation extends Json {
  operationId: string;
  parameters?: Json[];
  requestBody?: { content: Json };
  responses: Record<string, Json>;
}

export const file = path.join(__dirname, "../../docs/openapi.yaml");
export const description = parse(fs.readFileSync(file, "utf8")) as Json & {
  paths: Record<string, Json>;
  components: Record<string, Record<string, Json>>;
};

const methods = ["get", "post", "patch", "delete"];
const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false, validateFormats: false });
ajv.addSchema(description, "openapi", false, false);

/** Where `value` stands, if it is a reference; the pointer itself otherwise. */
function resolve(pointer: string): { pointer: string; value: unknown } {
  const value = pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((at, part) => (at as Json)?.[part.replace(/~1/g, "/").replace(/~0/g, "~")], description);
  const ref = (value as Json | undefined)?.$ref;
  return typeof ref === "string" && Object.keys(value as Json).length === 1
    ? resolve(ref.slice(1))
    : { pointer, value };
}

const escaped = (name: string) => name.replace(/~/g, "~0").replace(/\//g, "~1");

/** What the schema at `pointer` finds wrong with a value. */
function judged(pointer: string, value: unknown, what: string): string[] {
  const ref = `openapi#${pointer.split("/").map(encodeURIComponent).join("/")}`;
  const validate = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => `${what}${error.instancePath}: ${error.message}`);
}

interface Match {
  pointer: string;
  operation: Operation;
  /** Values of the path's parameters. */
  values: Record<string, string>;
}

/** The operation of a method and path; a path without parameters comes before one with. */
function match(method: string, at: string): Match | undefined {
  const templates = Object.keys(description.paths).sort((a, b) => a.split("{").length - b.split("{").length);
  for (const template of templates) {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
    const found = new RegExp(`^${template.replace(/\{\w+\}/g, "([^/]+)")}$`).exec(at);
    if (found === null) continue;
    const operation = description.paths[template]?.[method.toLowerCase()];
    if (operation === undefined || !methods.includes(method.toLowerCase())) return undefined;
    return {
      pointer: `/paths/${escaped(template)}/${method.toLowerCase()}`,
      operation: operation as Operation,
      values: Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? "")])),
    };
  }
  return undefined;
}

function parametersOf(pointer: string): { pointer: string; parameter: Parameter }[] {
  const shared = pointer.slice(0, pointer.lastIndexOf("/"));
  return [shared, pointer].flatMap((owner) => {
    const list = (resolve(owner).value as Json).parameters as Json[] | undefined;
    return (list ?? []).map((_, i) => {
      const { pointer: at, value } = resolve(`${owner}/parameters/${i}`);
      return { pointer: at, parameter: value as Parameter };
    });
  });
}

function wrongParameters({ pointer, values }: Match, query: URLSearchParams): string[] {
  const parameters = parametersOf(pointer);
  const unknown = [...query.keys()].filter(
    (name) => !parameters.some(({ parameter }) => parameter.in === "query" && parameter.name === name),
  );
  const wrong = parameters.flatMap(({ pointer: at, parameter }) => {
    const text = parameter.in === "path" ? values[parameter.name] : (query.get(parameter.name) ?? undefined);
    if (text === undefined) return parameter.required ? [`${parameter.name}: is required`] : [];
    const { type } = resolve(`${at}/schema`).value as Json;
    const value = type === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
    return judged(`${at}/schema`, value, parameter.name);
  });
  return [...unknown.map((name) => `${name}: is no parameter`), ...wrong];
}

/** What is wrong with a body by the media types at `pointer`; nothing, where none is described. */
function wrongBody(pointer: string, type: string, text: string | undefined, what: string): string[] {
  const content = resolve(`${pointer}/content`).value as Json | undefined;
  if (content === undefined) return [];
  const media = type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (content[media] === undefined) return [`${what}: is ${media || "of no type"}`];
  if (media !== "application/json") return [];
  try {
    return judged(`${pointer}/content/${escaped(media)}/schema`, JSON.parse(text ?? ""), what);
  } catch {
    return [`${what}: is not JSON`];
  }
}

/** What the description finds wrong with a request; the operation that it is. */
export function wrongRequest(exchange: Omit<Exchange, "status" | "responseType" | "responseBody">): string[] {
  const { method, path: at, requestHeaders, requestBody } = exchange;
  const url = new URL(at, "http://api.invalid");
  const found = match(method, url.pathname);
  if (found === undefined) return [`${method} ${url.pathname}: is not described`];
  const headers = new Map(Object.entries(requestHeaders).map(([name, value]) => [name.toLowerCase(), value]));
  const key = resolve("/components/securitySchemes/apiKey/name").value as string;
  const body = found.operation.requestBody;
  return [
    ...(headers.has(key) ? [] : [`${key}: is required`]),
    ...wrongParameters(found, url.searchParams),
    ...(body === undefined
      ? requestBody === undefined
        ? []
        : ["request: has a body"]
      : wrongBody(`${found.pointer}/requestBody`, headers.get("content-type") ?? "", requestBody, "request")),
  ];
}

/** What it finds wrong with a response. */
export function wrongResponse({ method, path: at, status, responseType, responseBody }: Exchange): string[] {
  const found = match(method, new URL(at, "http://api.invalid").pathname);
  if (found === undefined) return [`${method} ${at}: is not described`];
  const { responses } = found.operation;
  const key = [String(status), `${Math.floor(status / 100)}XX`].find((name) => responses[name] !== undefined);
  if (key === undefined) return [`status ${status}: is not described`];
  const { pointer } = resolve(`${found.pointer}/responses/${key}`);
  return wrongBody(pointer, responseType, responseBody, "response");
}

export function operationOf({ method, path: at }: Pick<Exchange, "method" | "path">): string | undefined {
  return match(method, new URL(at, "http://api.invalid").pathname)?.operation.operationId;
}
