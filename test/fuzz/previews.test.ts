// Whatever a preview document holds: a report in every format whose text is fit to print, or an error of the command line.
import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { CareCycleError } from "../../provider/api/errors";
import { CliError } from "../../provider/cli/cliError";
import { parsePreview } from "../../provider/cli/preview/document";
import { renderHtml } from "../../provider/cli/render/html";
import { renderJson } from "../../provider/cli/render/json";
import { renderMarkdown } from "../../provider/cli/render/markdown";
import { renderText } from "../../provider/cli/render/text";
import { buildReport } from "../../provider/cli/reportModel/report";
import { reportJsonSchema } from "../../provider/cli/reportModel/schema";
import { fieldNames, optionMembers } from "../../provider/model/fieldTable";
import { readPreview, recorded } from "../support/previews";
import { runCli } from "../support/runCli";
import { anyJson, anyObject, deep, hostileText, huge, obeyed, objectOf, runs } from "./json";

const isValid = new Ajv2020({ strict: false }).compile(reportJsonSchema());

/** Reports on a document in every format; what cannot be reported is told as an error of the command line. */
function report(text: string, strict: boolean): void {
  let built: ReturnType<typeof buildReport>;
  try {
    built = buildReport(parsePreview(text, "stdin"), { strict, env: {} });
  } catch (error) {
    if (!(error instanceof CliError || error instanceof CareCycleError)) throw error;
    return;
  }
  for (const render of [renderText, renderMarkdown, renderHtml]) {
    const shown = render(built);
    expect([render.name, obeyed.exec(shown)?.[0]]).toEqual([render.name, undefined]);
    if (render !== renderText)
      expect([render.name, /<(img|script>alert|\/style><)/i.exec(outsideCode(shown))?.[0]]).toEqual([
        render.name,
        undefined,
      ]);
  }
  const json = renderJson(built);
  expect(obeyed.exec(json)?.[0]).toBeUndefined();
  isValid(JSON.parse(json));
  expect(isValid.errors ?? []).toEqual([]);
}

/** Markdown without its code, in which nothing is markup; of HTML, everything. */
function outsideCode(text: string): string {
  return text.startsWith("<!")
    ? text
    : text.replace(/^(`{3,})json\n[\s\S]*?\n\1$/gm, "").replace(/`[^`\n]*`/g, "");
}

const names = [
  ...fieldNames,
  ...Object.keys(optionMembers),
  "managedFields",
  "managedOptions",
  "additionalFields",
  "transferConfigId",
  "__unreadable",
  "__nothingToAdopt",
  "__secretPaths",
  "__nullPaths",
  "__notKept",
  "__provider",
];
const properties = fc.option(anyObject(...names), { nil: null });
const type = fc.constantFrom(
  "pulumi-nodejs:dynamic/carecycle:TransferConfig",
  "pulumi:pulumi:Stack",
  "constructor",
);
const state = fc.record(
  {
    urn: fc.oneof(hostileText, fc.constant("urn:pulumi:s::p::t::n")),
    type,
    id: fc.oneof(hostileText, fc.uuid()),
    inputs: properties,
    outputs: properties,
  },
  { requiredKeys: [] },
);
const step = fc.record(
  {
    op: fc.oneof(
      fc.constantFrom(
        "same",
        "create",
        "update",
        "delete",
        "replace",
        "create-replacement",
        "refresh",
        "read",
        "constructor",
        "__proto__",
        "toString",
      ),
      hostileText,
    ),
    urn: fc.oneof(
      fc.constantFrom("urn:pulumi:s::p::pulumi-nodejs:dynamic/carecycle:TransferConfig::n", "x"),
      hostileText,
    ),
    oldState: fc.option(state, { nil: null }),
    newState: fc.option(state, { nil: null }),
    detailedDiff: fc.option(
      anyObject(
        "dynamicOptions.headers",
        'dynamicOptions.body["a.b"]',
        "additionalFields.x",
        "sipUri",
        "successConditions[0]",
      ),
      { nil: null },
    ),
  },
  { requiredKeys: ["op", "urn"] },
);
const documents = fc.record(
  {
    config: fc.option(anyObject("carecycle:rateLimit", "carecycle:onConflict"), { nil: null }),
    steps: fc.array(step, { maxLength: 5 }),
    diagnostics: fc.array(fc.record({ message: hostileText, severity: fc.constantFrom("error", "info") }), {
      maxLength: 1,
    }),
    changeSummary: fc.option(fc.dictionary(fc.constantFrom("same", "create"), fc.nat(9)), { nil: null }),
  },
  { requiredKeys: ["steps"] },
);

test("any text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostileText,
        anyJson("steps", "changeSummary", "op", "urn").map((value) => JSON.stringify(value)),
      ),
      (text) => report(text, false),
    ),
    runs,
  );
});

test("any document", () => {
  fc.assert(
    fc.property(documents, fc.boolean(), (document, strict) => report(JSON.stringify(document), strict)),
    runs,
  );
});

test("recorded documents with anything anywhere", () => {
  const place = fc.array(fc.nat(40), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(
      fc.constantFrom(...recorded),
      fc.array(fc.tuple(place, anyJson(...names)), { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (name, changes, strict) => {
        const document = changes.reduce<unknown>(
          (inner, [path, value]) => put(inner, path, value),
          readPreview(name),
        );
        report(JSON.stringify(document), strict);
      },
    ),
    runs,
  );
});

/** `root` with `value` somewhere in it: each number chooses a member. */
function put(root: unknown, [choice, ...rest]: readonly number[], value: unknown): unknown {
  if (choice === undefined || typeof root !== "object" || root === null) return value;
  const members = Object.entries(root);
  if (members.length === 0) return value;
  const changed = members.map(
    ([name, member], i) => [name, i === choice % members.length ? put(member, rest, value) : member] as const,
  );
  return Array.isArray(root) ? changed.map(([, member]) => member) : objectOf(changed);
}

// Of a size in bytes; what is counted has fewer elements.
const large: [string, (size: number) => string][] = [
  ["a name of 10 MB", (size) => document({ name: huge("n", size) })],
  [
    "a header's name of 10 MB",
    (size) => document({ dynamicOptions: { headers: { [huge('"', size)]: "v" } } }),
  ],
  ["a prompt of 10 MB of blanks", (size) => document({ warmSummaryPrompt: huge(" ", size) })],
  ["a list of 200,000 messages", (size) => document({ transferWaitingMessages: Array(size / 50).fill("m") })],
  [
    "a diagnostic of 10 MB of blanks",
    (size) =>
      JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: `a${huge(" ", size)}b` }] }),
  ],
  ["a list in a list, 100,000 times", () => `{"steps":[],"config":${deep(100_000)}}`],
  ["values nested 900 deep", () => document({ warmSummaryPrompt: JSON.parse(deep(900)) as unknown })],
  ["10 MB that are no JSON", (size) => `{${huge(" ", size)}`],
];

function document(outputs: object): string {
  const drift = readPreview("drift");
  for (const { oldState } of drift.steps) Object.assign(oldState?.outputs ?? {}, outputs);
  for (const { detailedDiff } of drift.steps)
    for (const name of Object.keys(outputs)) Object.assign(detailedDiff ?? {}, { [name]: {} });
  return JSON.stringify(drift);
}

test.each(large)(
  "%s is data",
  async (_, make) => {
    // Whole in one format: the report is the same for all. A format whose time grew with the square would fail by 1 MB, too.
    const bodies = { whole: make(10_000_000), part: make(1_000_000) };
    for (const format of ["text", "markdown", "html", "json"]) {
      const stdin = format === "markdown" ? bodies.whole : bodies.part;
      const began = Date.now();
      const { code, stderr } = await runCli(["report", "--format", format], { stdin });
      expect([
        format,
        [0, 1, 2].includes(code),
        /please report/.exec(stderr)?.input.slice(0, 300),
        Date.now() - began < 20_000,
      ]).toEqual([format, true, undefined, true]);
    }
  },
  120_000,
);
