// Documents of previews: how many unchanged resources they count without listing them, and what is refused as no preview.
import { CliError } from "../../../provider/cli/cliError";
import { errorText, oneLine, parsePreview } from "../../../provider/cli/preview/document";
import { transferConfigType } from "../../../provider/model/internalNames";

const urnOf = (name: string) => `urn:pulumi:test::desks::${transferConfigType}::${name}`;
const listed = (op: string, name: string) => ({ op, urn: urnOf(name) });
const parse = (document: object) => parsePreview(JSON.stringify(document), "preview.json");

test.each<[string, object[], object | null, number]>([
  ["none is counted", [], null, 0],
  ["all are counted alone", [], { same: 3, update: 1 }, 3],
  ["all are listed", [listed("same", "a"), listed("same", "b")], { same: 2 }, 0],
  ["one is listed in two steps", [listed("same", "a"), listed("same", "a")], { same: 2 }, 1],
  ["one was read, and has no step", [listed("refresh", "a")], { same: 3 }, 2],
  ["one was read, and is listed", [listed("refresh", "a"), listed("same", "a")], { same: 3 }, 2],
  ["one was read, and changes", [listed("refresh", "a"), listed("update", "a")], { same: 3 }, 3],
  ["more are listed than counted", [listed("same", "a")], { same: 0 }, 0],
  ["none is counted as the same", [], { create: 2 }, 0],
])("unchanged resources that are not listed: %s", (_, steps, changeSummary, unlisted) => {
  expect(parse({ steps, changeSummary }).unlisted).toBe(unlisted);
});

test("a document without steps is a preview if it counts resources, and one with null in place of anything too", () => {
  expect(parse({ changeSummary: { same: 1 } })).toMatchObject({ stack: null, configs: [], unlisted: 1 });
  const empty = { config: null, steps: [], diagnostics: null, changeSummary: null, duration: null };
  expect(parse(empty)).toEqual({ stack: null, config: {}, configs: [], others: {}, unlisted: 0 });
});

test("config, states and changes reach the steps", () => {
  const oldState = {
    type: transferConfigType,
    id: "1",
    retainOnDelete: true,
    inputs: { a: 1 },
    outputs: { b: 2 },
  };
  const step = {
    ...listed("update", "a"),
    oldState,
    newState: null,
    detailedDiff: { a: { kind: "update" } },
  };
  expect(parse({ config: { "carecycle:rateLimit": "10" }, steps: [step], diagnostics: [{}] })).toMatchObject({
    stack: "test",
    config: { "carecycle:rateLimit": "10" },
    configs: [{ urn: urnOf("a"), refresh: undefined, plan: [step] }],
  });
});

const command = "pulumi preview --refresh --run-program --show-sames --json";

test.each([
  ["", `preview.json is empty: give it the output of ${command}.`],
  ["\uFEFF \r\n", `preview.json is empty: give it the output of ${command}.`],
  ["Previewing update", `preview.json is not JSON: give it the whole output of ${command}.`],
  ["warning: \uFEFF{}", `preview.json is not JSON: give it the whole output of ${command}.`],
  ['\n {"steps": [', `preview.json is cut short or damaged: give it the whole output of ${command}.`],
  [
    '{"sequence":1}\n{"sequence":2}\n{"seq',
    `preview.json is a stream of events, not one document: unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW and run ${command} again.`,
  ],
  [
    '\n{"sequence":1}\n{"sequence":2}\n',
    `preview.json is a stream of events, not one document: unset PULUMI_ENABLE_STREAMING_JSON_PREVIEW and run ${command} again.`,
  ],
  // The lines of a document that was printed over several of them are no documents, and numbers are no events.
  ['{"steps":[]}\n}', `preview.json is cut short or damaged: give it the whole output of ${command}.`],
  ["{\n{}", `preview.json is cut short or damaged: give it the whole output of ${command}.`],
  ["1\n2", `preview.json is not JSON: give it the whole output of ${command}.`],
  ["{}", `preview.json is JSON, but not a preview: give it the output of ${command}.`],
  ["null", `preview.json is JSON, but not a preview: give it the output of ${command}.`],
  [
    '{"config":{},"steps":[{"op":"same"}]}',
    `preview.json is JSON, but not a preview (steps.0.urn is not as expected): give it the output of ${command}.`,
  ],
  [
    '{"steps":[],"changeSummary":{"same":"1"}}',
    `preview.json is JSON, but not a preview (changeSummary.same is not as expected): give it the output of ${command}.`,
  ],
])("%j is refused with what to do", (text, message) => {
  expect(() => parsePreview(text, "preview.json")).toThrow(new CliError(message));
});

test("a document begins with a byte order mark, or none", () => {
  const text = JSON.stringify({ changeSummary: { same: 1 } });
  expect(parsePreview(`\uFEFF${text}`, "stdin")).toEqual(parsePreview(text, "stdin"));
  // Inside of a value, it is a character like others.
  const config = { "desks:name": "Desk\uFEFF" };
  expect(parse({ config, steps: [] }).config).toEqual(config);
});

test("values of other resources may be deep, but not without end", () => {
  const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  const text = (levels: number) => `{"changeSummary":{},"other":${nested(levels)}}`;
  expect(parsePreview(text(999), "x").unlisted).toBe(0);
  expect(() => parsePreview(text(1_001), "x")).toThrow(
    new CliError("x is JSON, but nested more than 1000 levels deep: that is no preview."),
  );
});

test("a preview that failed is refused with its first error, and warnings are none", () => {
  const said = (severity: string, message?: string) => ({
    severity,
    ...(message !== undefined && { message }),
  });
  const steps = [listed("same", "a")];
  expect(parse({ steps, diagnostics: [said("warning", "w"), said("info#err", "i")] }).configs).toHaveLength(
    1,
  );
  expect(() =>
    parse({ steps, diagnostics: [said("warning", "w"), said("error", "first\n  line"), said("error", "2")] }),
  ).toThrow(/^the preview in preview\.json failed: first line$/);
  expect(() => parse({ steps, diagnostics: [said("error")] })).toThrow(
    /^the preview in preview\.json failed: $/,
  );
});

test.each([
  ["error: Preview failed: answered 401", "answered 401"],
  ["Error: error: no", "no"],
  ["the error: is quoted", "the error: is quoted"],
])("of the engine's %j, the reason is quoted", (message, reason) => {
  expect(errorText(message)).toBe(reason);
});

test("colours of a terminal and of the engine are taken out, and lines joined", () => {
  expect(
    oneLine("\u001b[31m\u001b[1;32mred\u001b[0m and\u001b[m\n  <{%reset%}>plain<{%fg 1%}> 5 % <{%"),
  ).toBe("red and plain 5 % <{%");
});
