// Which writes a plan lets through: each POST once, each PATCH and DELETE of its config, and no other of the stack.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Mask } from "../../provider/model/maskText";
import type { PlannedWrite } from "../../provider/model/plan";
import type { Values } from "../../provider/model/values";
import { ReviewedPlan } from "../../provider/session/reviewedPlan";
import { planWith } from "../support/planFile";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const other = "597f6eca-6276-4993-bfeb-53cbbbba6f08";
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const named = (value: string): PlannedWrite["body"] => [{ kind: "value", path: ["name"], value }];
const write = (method: PlannedWrite["method"], more: Partial<PlannedWrite> = {}): PlannedWrite => ({
  urn: "urn:pulumi:test::desks::t::desk",
  id: method === "POST" ? null : id,
  method,
  path: "/v2/campaigns/transfer-configs",
  body: method === "DELETE" ? [] : named("New"),
  live: method === "PATCH" ? [{ kind: "value", path: ["name"], value: "Old" }] : [],
  salt: null,
  updatedAt: null,
  ...more,
});
function heldTo(writes: PlannedWrite[], stack: string | null = "desks/test"): ReviewedPlan {
  const file = join(folder, "plan.json");
  writeFileSync(file, JSON.stringify(planWith(writes)));
  const held = new ReviewedPlan({ CARECYCLE_PLAN: file });
  held.noteStack(stack ?? undefined);
  return held;
}
const mask = () => new Mask({});
const again = "Preview and review again (pulumi-carecycle preview --plan).";
const label = "the plan that CARECYCLE_PLAN names";
const patch = (held: ReviewedPlan, body: Values, live: Values, isRecorded = true) =>
  held.requirePatch(id, body, { id, ...live }, isRecorded, mask());

describe("a POST", () => {
  test("is sent once, unless it is given back", () => {
    const held = heldTo([write("POST")]);
    const planned = held.takePost({ name: "New" }, mask());
    expect(planned).toMatchObject({ method: "POST" });
    const refusal = `no transfer config "New" was created, and nothing was sent: ${label} holds no POST of it. ${again}`;
    expect(() => held.takePost({ name: "New" }, mask())).toThrow(refusal);
    held.giveBack(undefined);
    expect(() => held.takePost({ name: "New" }, mask())).toThrow(refusal);
    held.giveBack(planned);
    expect(held.takePost({ name: "New" }, mask())).toBe(planned);
  });

  test("without a plan is anybody's", () => {
    expect(new ReviewedPlan({}).takePost({ name: "New" }, mask())).toBeUndefined();
    expect(new ReviewedPlan({}).requireDelete(id)).toBeUndefined();
  });

  test("is refused by its name, unless that is secret or none; other writes of the plan don't stand for it", () => {
    const held = heldTo([write("PATCH"), write("DELETE")]);
    expect(() => held.takePost({ name: "New" }, new Mask({ __secretPaths: ["name"] }))).toThrow(
      `no transfer config was created, and nothing was sent: ${label} holds no POST of it. ${again}`,
    );
    expect(() => held.takePost({ name: 1 }, mask())).toThrow(/^no transfer config was created, /);
  });

  test("is held to the closest one that is planned, field by field", () => {
    const held = heldTo([
      write("POST", {
        body: [
          ...named("Other"),
          { kind: "value", path: ["type"], value: "sip" },
          { kind: "value", path: ["warmTransfer"], value: true },
        ],
      }),
      write("POST", {
        body: [
          ...named("New"),
          { kind: "value", path: ["type"], value: "sip" },
          { kind: "secret", path: ["sipHeaders"] },
          { kind: "later", path: ["sipUri"] },
        ],
      }),
    ]);
    expect(() => held.takePost({ name: "New", type: "direct" }, mask())).toThrow(
      'no transfer config "New" was created, because it is not as reviewed in the plan:\n' +
        '  type: the plan sends "sip", the update "direct"\n' +
        `  sipHeaders: the plan sends [secret], the update nothing\n${again}`,
    );
    expect(() => held.takePost({ name: "New", sipHeaders: "x" }, mask())).toThrow(
      `:\n  type: the plan sends "sip", the update nothing\n${again}`,
    );
    expect(held.takePost({ name: "New", type: "sip", sipHeaders: "x" }, mask())).toBeDefined();
  });

  test("of two that fit takes the one that hides less", () => {
    const shown = write("POST");
    const held = heldTo([write("POST", { body: [{ kind: "later", path: ["name"] }] }), shown]);
    expect(held.takePost({ name: "New" }, mask())).toEqual(shown);
  });

  test("may lack additional fields that the plan had to hide", () => {
    const held = heldTo([
      write("POST", { body: [...named("New"), { kind: "secret", path: ["additionalFields"] }] }),
    ]);
    expect(held.takePost({ name: "New" }, mask())).toBeDefined();
  });

  test("covers the PATCH that completes what it created", () => {
    const held = heldTo([write("POST")]);
    held.created(held.takePost({ name: "New" }, mask()), { id: id.toUpperCase(), name: "Odd" });
    expect(() => patch(held, { name: "New" }, { name: "Odd" })).not.toThrow();
    expect(() => patch(held, { name: "Else" }, { name: "Odd" })).toThrow(/not as reviewed/);
    // Also where the config has been written to since: this process knows what it created.
    const times = { createdAt: "2026-01-01T00:00:30Z", updatedAt: "2026-01-01T00:00:31Z" };
    expect(() => patch(held, { name: "New" }, { name: "Odd", ...times })).not.toThrow();
  });
});

describe("a PATCH", () => {
  test("is that of its config, in any letters", () => {
    const held = heldTo([write("PATCH", { id: id.toUpperCase() }), write("POST"), write("DELETE")]);
    expect(() => patch(held, { name: "New" }, { name: "Old" })).not.toThrow();
    const elsewhere = heldTo([write("PATCH", { id: other }), write("DELETE")]);
    expect(() => patch(elsewhere, { name: "New" }, { name: "Old" })).toThrow(
      `transfer config ${id} was not changed, and nothing was sent: ${label} holds no PATCH of it (it would set name). ${again}`,
    );
  });

  test("may rest on what this process wrote before", () => {
    const held = heldTo([write("PATCH")]);
    expect(() => patch(held, { name: "New" }, { name: "Mine" })).toThrow(/not as reviewed/);
    held.wrote({ id: id.toUpperCase(), name: "Mine" });
    expect(() => patch(held, { name: "New" }, { name: "Mine" })).not.toThrow();
  });
});

describe("of several that a PATCH could be, what is said is of the closest", () => {
  const far = write("PATCH", {
    body: [...named("Far"), { kind: "value", path: ["sipUri"], value: "sip:a" }],
  });
  test.each([
    ["the first", [write("PATCH"), far]],
    ["the second", [far, write("PATCH")]],
  ])("%s", (_, writes) => {
    expect(() => patch(heldTo(writes), { name: "Other" }, { name: "Old" })).toThrow(
      `as reviewed in the plan:\n  name: the plan sends "New", the update "Other"\n${again}`,
    );
  });
});

test("a PATCH or a DELETE of no config, which a file may hold, is nobody's", () => {
  const held = heldTo([write("PATCH", { id: null }), write("DELETE", { id: null })]);
  expect(() => patch(held, { name: "New" }, { name: "Old" })).toThrow(/holds no PATCH/);
  expect(() => held.requireDelete(id)).toThrow(/holds no DELETE/);
});

describe("what an earlier run under the plan may have created", () => {
  const at = "2026-01-01T00:00:30.000Z";
  const live = { name: "New", sipUri: null, createdAt: at, updatedAt: at };
  const sipUri: PlannedWrite["body"][number] = { kind: "value", path: ["sipUri"], value: "sip:a" };
  const complete = (writes: PlannedWrite[], more: Values = {}) =>
    patch(heldTo(writes), { sipUri: "sip:a" }, { ...live, ...more });

  test("is a config of the name of a planned POST that lacks the rest", () => {
    expect(() => complete([write("POST", { body: [sipUri, ...named("New")] })])).not.toThrow();
  });

  test.each<[string, PlannedWrite]>([
    ["of another name", write("POST", { body: [...named("Other"), sipUri] })],
    ["whose name is not known yet", write("POST", { body: [{ kind: "later", path: ["name"] }, sipUri] })],
    [
      "that sets another field to this name",
      write("POST", {
        body: [...named("Other"), { kind: "value", path: ["warmMode"], value: "New" }, sipUri],
      }),
    ],
    ["of another config, which is no POST", write("PATCH", { id: other, body: [...named("New"), sipUri] })],
    ["that it is as a whole", write("POST", { body: named("New") })],
  ])("is none of a write %s", (_, planned) => {
    expect(() => complete([planned])).toThrow(/holds no PATCH/);
  });

  test("is none that was there when the plan was made", () => {
    const planned = write("POST", { body: [...named("New"), sipUri] });
    const createdAt = "2026-01-01T00:00:00.000Z";
    expect(() => complete([planned], { createdAt })).toThrow(/holds no PATCH/);
  });
});

test("a DELETE is that of its config, also where no program tells of a stack", () => {
  const held = heldTo(
    [write("PATCH"), write("DELETE", { id: other }), write("DELETE", { id: id.toUpperCase() })],
    null,
  );
  expect(held.requireDelete(id)).toMatchObject({ id: id.toUpperCase() });
  expect(() =>
    heldTo([write("PATCH"), write("POST"), write("DELETE", { id: other })]).requireDelete(id),
  ).toThrow(
    `transfer config ${id} was not deleted, and nothing was sent: ${label} holds no DELETE of it. ${again}`,
  );
});

test("a plan is of one stack", () => {
  const refusal = (stack: string) =>
    `nothing was sent: ${label} is the plan of desks/test, and this is ${stack}. Make one with pulumi-carecycle preview --plan.`;
  expect(() => heldTo([write("POST")], "desks/prod").takePost({ name: "New" }, mask())).toThrow(
    refusal("desks/prod"),
  );
  expect(() => heldTo([write("DELETE")], "desks/prod").requireDelete(id)).toThrow(refusal("desks/prod"));
  for (const needing of [
    (held: ReviewedPlan) => held.takePost({ name: "New" }, mask()),
    (held: ReviewedPlan) => patch(held, { name: "New" }, { name: "Old" }),
  ])
    expect(() => needing(heldTo([write("POST"), write("PATCH")], null))).toThrow(
      refusal("a stack whose name the program did not tell"),
    );
  expect(() => heldTo([write("POST")], "").takePost({ name: "New" }, mask())).toThrow(
    /is the plan of desks\/test/,
  );
});

test("a plan that cannot be read stops every write, each time", () => {
  const held = new ReviewedPlan({ CARECYCLE_PLAN: join(folder, "none.json") });
  for (let i = 0; i < 2; i++)
    expect(() => held.requireDelete(id)).toThrow(
      /^nothing was sent: .*none\.json, which CARECYCLE_PLAN names, cannot be read \(ENOENT\)\. Make the plan again/,
    );
});
