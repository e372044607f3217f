// A plan file is data: whatever it holds, it either is a plan of this stack or stops every write with one clear error.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Mask } from "../../provider/model/maskText";
import type { Plan } from "../../provider/model/plan";
import type { Values } from "../../provider/model/values";
import { leafHash } from "../../provider/session/planHash";
import { ReviewedPlan } from "../../provider/session/reviewedPlan";
import { plannedWrite, planWith } from "../support/planFile";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "plan-"));
  file = join(folder, "plan.json");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (more: Partial<Plan["writes"][number]> = {}) => plannedWrite(id, more);
const plan = (...writes: Plan["writes"]) => planWith(writes);
const reviewed = (content: unknown, stack: string | null = "desks/test") => {
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const held = new ReviewedPlan({ CARECYCLE_PLAN: file });
  held.noteStack(stack ?? undefined);
  return held;
};
const patch = (held: ReviewedPlan, body: Values, live: Values, mask = new Mask({})) =>
  held.requirePatch(id, body, { id, ...live }, true, mask);

test("a planned write passes, and without the variable every one does", () => {
  patch(reviewed(plan(write())), { name: "New" }, { name: "Old" });
  patch(new ReviewedPlan({}), { name: "Any" }, { name: "Old" });
  // What CI makes of a variable that isn't set is no way around the plan.
  expect(() => patch(new ReviewedPlan({ CARECYCLE_PLAN: "" }), { name: "Any" }, { name: "Old" })).toThrow(
    /CARECYCLE_PLAN is set, but empty/,
  );
});

test.each([
  ["nothing", "", /is not a plan/],
  ["half of it", JSON.stringify(plan(write())).slice(0, -30), /is cut short or damaged/],
  ["a list", [], /is not a plan/],
  ["null", "null", /is not a plan/],
  ["a report", { $schema: "urn:pulumi-carecycle:report:2", version: 2 }, /is not a plan/],
  ["a later version", { ...plan(), $schema: "urn:pulumi-carecycle:plan:2" }, /another version/],
  ["a version of another type", { ...plan(), version: "1" }, /another version/],
  ["no writes", { ...plan(), writes: undefined }, /is damaged \(writes\)/],
  ["a member too many", plan({ ...write(), more: 1 } as never), /is damaged \(writes\.0\)/],
  ["a method of its own", plan(write({ method: "PUT" as never })), /is damaged \(writes\.0\.method\)/],
  [
    "a leaf that is an object",
    plan(write({ body: [{ kind: "value", path: ["name"], value: { a: 1 } as never }] })),
    /is damaged/,
  ],
  [
    "text that steers a terminal",
    plan(write({ body: [{ kind: "\u001b[31m" as never, path: ["name"] }] })),
    /is damaged/,
  ],
  [
    "members called __proto__",
    `{"$schema":"urn:pulumi-carecycle:plan:1","version":1,"__proto__":{"writes":[]}}`,
    /is damaged/,
  ],
])("a file that holds %s stops every write, with one line", (_, content, message) => {
  const held = reviewed(content);
  for (const attempt of [
    () => patch(held, { name: "New" }, { name: "Old" }),
    () => held.takePost({ name: "New" }, new Mask({})),
    () => held.requireDelete(id),
  ]) {
    let thrown: Error | undefined;
    try {
      attempt();
    } catch (error) {
      thrown = error as Error;
    }
    expect(thrown?.message).toMatch(message);
    expect(thrown?.message).not.toMatch(/[\p{Cc}]/u);
  }
});

test("the plan of another stack, of none, or for a program that tells no stack holds no write of this one", () => {
  const other = { ...plan(write()), stack: "desks/staging\u001b[31m\n::error::x" };
  expect(() => patch(reviewed(other), { name: "New" }, { name: "Old" })).toThrow(
    /^nothing was sent: .* is the plan of desks\/staging\P{Cc}*, and this is desks\/test\P{Cc}*$/u,
  );
  expect(() => patch(reviewed({ ...plan(write()), stack: null }), { name: "New" }, { name: "Old" })).toThrow(
    /of no stack/,
  );
  const silent = reviewed(plan(write()), null);
  expect(() => patch(silent, { name: "New" }, { name: "Old" })).toThrow(/did not tell/);
});

test("a member that every object inherits is no planned field", () => {
  for (const name of ["constructor", "__proto__", "toString"]) {
    const body = JSON.parse(`{${JSON.stringify(name)}: 1, "name": "New"}`);
    expect(() => patch(reviewed(plan(write())), body, { name: "Old" })).toThrow(
      /\w: the plan sends nothing, the update \[secret\]/,
    );
  }
});

test("a live secret is compared by its hash, and named without its value", () => {
  const path = ["dynamicOptions", "headers", "authorization"];
  const kept = write({
    body: [
      { kind: "value", path: ["dynamicOptions", "pingUrl"], value: "https://b.example" },
      { kind: "live", path },
    ],
    live: [
      { kind: "value", path: ["dynamicOptions", "pingUrl"], value: "https://a.example" },
      { kind: "hash", path, hash: leafHash("salt", path, "token-one-of-the-config") },
    ],
  });
  const options = (pingUrl: string, authorization: string) => ({
    dynamicOptions: { pingUrl, headers: { authorization } },
  });
  const send = (token: string, sent = token) =>
    patch(reviewed(plan(kept)), options("https://b.example", sent), options("https://a.example", token));
  send("token-one-of-the-config");
  expect(() => send("token-two-of-the-config")).toThrow(
    /dynamicOptions\.headers\.authorization: live \[secret\] when the plan was made, \[secret\] now/,
  );
  expect(() => send("token-one-of-the-config", "token-two-of-the-config")).toThrow(
    /authorization: the plan sends \[secret\]/,
  );
});

test("what the preview hid and did not hash passes only while the config is unchanged", () => {
  const hidden = write({
    body: [{ kind: "secret", path: ["sipHeaders"] }],
    live: [{ kind: "hidden", path: ["sipHeaders"] }],
  });
  const send = (updatedAt: unknown, held = hidden) =>
    patch(reviewed(plan(held)), { sipHeaders: "new" }, { sipHeaders: "old", updatedAt });
  send("2026-01-01T00:00:00Z");
  expect(() => send("2026-01-02T00:00:00Z")).toThrow(/sipHeaders: live \[secret\] when the plan was made/);
  expect(() => send(null, { ...hidden, updatedAt: null })).toThrow(/sipHeaders/);
});

test("a planned value that the program has made secret meanwhile is not shown, nor is half of one", () => {
  const mask = new Mask({ name: "x", __secretPaths: ["name"] });
  expect(() => patch(reviewed(plan(write())), { name: "Other" }, { name: "Old" }, mask)).toThrow(
    /name: the plan sends \[secret\], the update \[secret\]/,
  );
  const secret = `canary-${"s".repeat(600)}`;
  const knows = new Mask({ sipHeaders: secret });
  let message = "";
  try {
    patch(reviewed(plan(write())), { name: `x${secret}` }, { name: "Old" }, knows);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).not.toContain("canary");
});

test("each planned POST is sent once, whole, and one that was not sent is given back", () => {
  const post = write({
    id: null,
    method: "POST",
    path: "/v2/campaigns/transfer-configs",
    live: [],
    body: [
      { kind: "value", path: ["name"], value: "New" },
      { kind: "secret", path: ["sipHeaders"] },
    ],
  });
  const held = reviewed(plan(post));
  const mask = new Mask({});
  expect(() => held.takePost({ name: "New" }, mask)).toThrow(
    /sipHeaders: the plan sends \[secret\], the update nothing/,
  );
  const taken = held.takePost({ name: "New", sipHeaders: "a" }, mask);
  expect(() => held.takePost({ name: "New", sipHeaders: "a" }, mask)).toThrow(/holds no POST/);
  held.giveBack(taken);
  held.takePost({ name: "New", sipHeaders: "b" }, mask);
});

const newDesk = write({
  id: null,
  method: "POST",
  live: [],
  body: [
    { kind: "value", path: ["name"], value: "New" },
    { kind: "value", path: ["directPhoneNumber"], value: "+1" },
    { kind: "secret", path: ["sipHeaders"] },
  ],
});

test("a config that existed before the plan is not one that an earlier run under it created", () => {
  const send = (createdAt: unknown) =>
    patch(
      reviewed(plan(newDesk)),
      { directPhoneNumber: "+1" },
      { name: "New", sipHeaders: "x", createdAt, updatedAt: createdAt },
    );
  send("2026-01-01T00:00:30Z");
  for (const createdAt of ["2025-12-01T00:00:00Z", null, undefined, "soon"]) {
    expect(() => send(createdAt)).toThrow(/holds no PATCH/);
  }
});

describe("what an earlier run under the plan created", () => {
  const [createdAt, edited] = ["2026-01-01T00:00:30Z", "2026-01-01T00:01:00Z"];
  const unfinished = {
    id,
    name: "New",
    directPhoneNumber: null,
    sipHeaders: "x",
    createdAt,
    updatedAt: createdAt,
  };
  const send = (
    live: Values & { id: string },
    body: Values = { directPhoneNumber: "+1" },
    isRecorded = true,
  ) => reviewed(plan(newDesk)).requirePatch(id, body, live, isRecorded, new Mask({}));

  test("is completed where nobody has edited it since, and is nothing that an adoption finds", () => {
    send(unfinished);
    send({ ...unfinished, directPhoneNumber: "+1", sipHeaders: null }, { sipHeaders: "y" });
    expect(() => send(unfinished, undefined, false)).toThrow(/holds no PATCH/);
  });

  test.each([edited, null, undefined])(
    "is left alone where somebody may have edited it (updatedAt %s)",
    (updatedAt) => {
      expect(() => send({ ...unfinished, updatedAt })).toThrow(
        /directPhoneNumber: live "\+1" when the plan was made, null now/,
      );
      expect(() => send({ ...unfinished, directPhoneNumber: "+999", updatedAt })).toThrow(
        /directPhoneNumber: live "\+1" when the plan was made, "\+999" now/,
      );
    },
  );

  test.each([null, undefined])("is not known as such where the API tells no times (%s)", (time) => {
    expect(() => send({ ...unfinished, createdAt: time, updatedAt: time })).toThrow(/holds no PATCH/);
  });

  test("is changed by no other write once it is as planned, not even in what the plan hides", () => {
    const finished = { ...unfinished, directPhoneNumber: "+1" };
    for (const body of [{ sipHeaders: "other" }, { sipUri: null }, { directPhoneNumber: "+1" }])
      expect(() => send(finished, body)).toThrow(/holds no PATCH/);
  });
});

test("a null inside of what a planned POST sends is a change of its own", () => {
  const post = write({
    id: null,
    method: "POST",
    live: [],
    body: [
      { kind: "value", path: ["name"], value: "New" },
      { kind: "value", path: ["dynamicOptions", "body", "z"], value: 1 },
    ],
  });
  const take = (body: Values) =>
    reviewed(plan(post)).takePost({ name: "New", dynamicOptions: { body } }, new Mask({}));
  take({ z: 1 });
  expect(() => take({ z: 1, q: null })).toThrow(/dynamicOptions\.body\.q/);
});

test("half of a planned PATCH is not the planned one, unless the other half is live already", () => {
  const both = write({
    body: [
      { kind: "value", path: ["type"], value: "sip" },
      { kind: "value", path: ["sipUri"], value: "sip:new@x" },
    ],
    live: [
      { kind: "value", path: ["type"], value: "direct" },
      { kind: "value", path: ["sipUri"], value: null },
    ],
  });
  const send = (sipUri: string | null) =>
    patch(reviewed(plan(both)), { type: "sip" }, { type: "direct", sipUri });
  send("sip:new@x");
  expect(() => send(null)).toThrow(/sipUri: the plan sends "sip:new@x", the update nothing/);
});

test("a DELETE rests on hashes, and on the length of lists", () => {
  const hash = leafHash("salt", ["sipHeaders"], "old");
  const removal = write({
    method: "DELETE",
    body: [],
    live: [
      { kind: "value", path: ["transferWaitingMessages", 0], value: "x" },
      { kind: "hash", path: ["sipHeaders"], hash },
    ],
  });
  const send = (live: Values) => {
    const held = reviewed(plan(removal));
    const planned = held.requireDelete(id);
    if (planned) held.requireUnchanged(planned, id, live, new Mask({}));
  };
  const live = { sipHeaders: "old", transferWaitingMessages: ["x"], undeclared: true };
  send(live);
  expect(() => send({ ...live, sipHeaders: "canary" })).toThrow(/sipHeaders: \[secret\] in the plan/);
  expect(() => send({ ...live, transferWaitingMessages: ["x", "y"] })).toThrow(
    /transferWaitingMessages\[1\]: \(absent\) in the plan, live "y"/,
  );
});

test("of two planned POSTs, a body takes the one that says most of it", () => {
  const post = (prompt: Plan["writes"][number]["body"][number]) =>
    write({
      id: null,
      method: "POST",
      live: [],
      body: [{ kind: "value", path: ["name"], value: "Desk" }, prompt],
    });
  const path = ["warmSummaryPrompt"];
  const held = reviewed(plan(post({ kind: "later", path }), post({ kind: "value", path, value: "plain" })));
  held.takePost({ name: "Desk", warmSummaryPrompt: "plain" }, new Mask({}));
  held.takePost({ name: "Desk" }, new Mask({}));
});
