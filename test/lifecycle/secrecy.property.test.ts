// Over any sequence of runs, failures and edits: what a refresh or a write returns holds no secret at a path where the
// engine has nothing to encrypt it by, and no line or error says one.
import fc from "fast-check";
import { covers, leaves, pathText, type Values } from "../../provider/model/values";
import type { Json } from "../emulator/objects";
import { Hidden, plainText, refresh, register, type State, up } from "../support/engineModel";
import { CLIENT } from "../support/fakeApi";
import { createFixture, type Fixture } from "../support/fixture";

type Any = fc.Arbitrary<unknown>;

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
/** Any of several lines, quoted or not: each line holds the word. */
const secretText = fc.constantFrom("CANARY-one", "CANARY-two", 'CANARY "3"\nCANARY-line-3');
const plainTexts = fc.constantFrom("plain one", "plain two");
const secret = secretText.map((text) => new Hidden(text));
const may: Any = fc.oneof(plainTexts, secret);
const some = (record: Record<string, Any>) => fc.record(record, { requiredKeys: [], noNullPrototype: true });

// Of the table: declared in plain text, and secret all the same.
const json: Any = fc.oneof(
  secretText,
  fc.constantFrom(918273645, 918273646),
  fc.array(secretText, { maxLength: 2 }),
  some({ deep: secretText, other: fc.array(secretText, { maxLength: 1 }) }),
);
const credentials = {
  headers: some({ a: secretText, b: secretText }),
  body: some({ token: json, list: fc.array(json, { maxLength: 2 }) }),
};
const condition = (text: Any) => some({ field: text, value: text });
const messages = (text: Any) => fc.array(text, { maxLength: 3 });
const members = (text: Any) =>
  some({
    pingUrl: text,
    transferNumber: text,
    successConditions: fc.array(condition(text), { maxLength: 2 }),
  });
const options: Any = fc.oneof(
  some({ ...credentials, pingUrl: may, transferNumber: may, successConditions: fc.array(condition(may)) }),
  members(secretText).map((value) => new Hidden(value)),
  fc.constant(null),
);

/** What a program declares. */
const program = fc.record(
  {
    name: may,
    sipHeaders: fc.option(secretText),
    warmSummaryPrompt: fc.oneof(may, fc.constant(null)),
    transferWaitingMessages: fc.oneof(
      messages(may),
      messages(secretText).map((v) => new Hidden(v)),
    ),
    dynamicOptions: options,
    additionalFields: some({ agentScreen: may, callForm: may }),
  },
  { requiredKeys: ["name"], noNullPrototype: true },
);

/** What somebody sets in the dashboard: "?" is a secret where the program has one, and plain text elsewhere. */
const theirs = some({
  name: fc.constant("?"),
  sipHeaders: fc.constantFrom(null, "CANARY-theirs"),
  warmSummaryPrompt: fc.constantFrom(null, "?"),
  transferWaitingMessages: fc.option(messages(fc.constant("?"))),
  dynamicOptions: fc.option(
    fc
      .tuple(some(credentials), members(fc.constant("?")))
      .map(([hidden, shown]) => ({ ...hidden, ...(shown as object) })),
  ),
  agentScreen: fc.constant("?"),
});

/** How the API takes a write; "lost" carries it out and answers an error. */
const taking = fc.oneof(
  { weight: 3, arbitrary: fc.constant("whole") },
  fc.constantFrom("half", "other", "refused", "lost"),
);
const transition = fc.oneof(
  fc.record({
    kind: fc.constant("up" as const),
    args: program,
    transformed: fc.boolean(),
    taking,
    ignored: fc.nat({ max: 5 }),
  }),
  fc.record({ kind: fc.constant("edit" as const), changes: theirs }),
  fc.record({ kind: fc.constant("refresh" as const) }),
);

const canary = /CANARY|91827364/;

/** Paths whose live values are secret. One that the program declares in plain text again is none any more. */
class Secrecy {
  readonly #ever = new Set<string>();
  #plain = new Set<string>();

  declared(args: Values, whole: boolean): void {
    const plain = leaves(args).filter(({ value }) => typeof value === "string");
    if (whole) this.#plain = new Set(plain.map(({ path }) => pathText(path)));
    for (const path of this.#plain) this.#ever.delete(path);
    const { __secretPaths = [] } = register(args);
    for (const path of __secretPaths as string[]) this.#ever.add(path);
  }

  has(path: string): boolean {
    // A secret of a list may have moved in it.
    const covered = [...this.#ever].some((outer) => covers(outer.replace(/\[\d.*/, ""), path));
    return covered && !this.#plain.has(path);
  }

  fill(changes: Values): Json {
    const fill = (value: unknown, path: (string | number)[]): unknown => {
      if (Array.isArray(value)) return value.map((v, i) => fill(v, [...path, i]));
      if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, [...path, k])]));
      }
      if (value !== "?") return value;
      const text = pathText(path[0] === "agentScreen" ? ["additionalFields", ...path] : path);
      return this.has(text) ? "CANARY-theirs" : "plain theirs";
    };
    return fill(changes, []) as Json;
  }
}

function take(fixture: Fixture, how: string, ignored: number): void {
  const { api } = fixture;
  let sent: Json = {};
  api.takes = (body) => {
    sent = body;
    if (how === "refused") return {};
    const names = Object.keys(body);
    const name = names[ignored % names.length] ?? "";
    if (how === "half") return Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
    const said = body[name];
    return how === "other" && typeof said === "string" ? { ...body, [name]: `N: ${said}` } : body;
  };
  api.answered = (method, status, answer) => {
    if (method === "GET" || method === "DELETE") return [status, answer];
    // What it says back, it says whole, quoted and unquoted.
    const texts = leaves(sent).map(({ value }) => String(value));
    const message = `no: ${JSON.stringify(sent)} ${texts} ${texts.map((text) => text.split("\n").pop())}`;
    if (how === "refused") return [409, { message, code: "CONFLICT" }];
    return how === "lost" ? [400, { message, code: "VALIDATION_ERROR", errors: [] }] : [status, answer];
  };
}

test.each(["replace", "merge"] as const)(
  "no secret is recorded or told in plain text (%s)",
  async (semantics) => {
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.constantFrom("overwrite", "fail"),
        fc.array(transition, { minLength: 2, maxLength: 7 }),
        async (adopts, onConflict, transitions) => {
          let fixture = createFixture({ semantics }, { "carecycle:onConflict": onConflict });
          const { api } = fixture;
          const secrecy = new Secrecy();
          let state: State | undefined;
          if (adopts) api.add({ id: ID, name: "plain theirs", sipHeaders: "CANARY-first", clientId: CLIENT });
          for (const step of transitions) {
            fixture = fixture.later();
            const told: string[] = fixture.lines;
            if (step.kind === "edit") {
              const id = state?.id ?? ID;
              if (api.configs.has(id)) api.edit(id, secrecy.fill(step.changes as Values));
            } else if (step.kind === "refresh") {
              take(fixture, "whole", 0);
              if (state) state = await refresh(fixture.provider, state);
            } else {
              // A first write that was carried out, and whose answer was lost, leaves nothing by which to know it.
              take(fixture, !state && step.taking === "lost" ? "refused" : step.taking, step.ignored);
              const args = adopts ? { ...step.args, transferConfigId: ID } : step.args;
              let failed = false;
              const inputs = register(args as Values, step.transformed);
              state = await up(fixture.provider, state, inputs, (message) => {
                failed = true;
                told.push(message);
              });
              if (state) secrecy.declared(step.args as Values, !failed);
            }
            told.push(...fixture.warnings);
            if (state) told.push(plainText(state.inputs), plainText(state.outputs));
            expect(told.filter((text) => canary.test(text))).toEqual([]);
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 40) },
    );
  },
);
