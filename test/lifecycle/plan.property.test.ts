// Under a plan, whatever changed since it was made: each write on the wire is one that the plan holds, and a PATCH takes each
// leaf from the value that was live when the plan was made to the planned one. Where nothing changed, the plan stops nothing.
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { planOf } from "../../provider/cli/plan/planOf";
import { reviewOf } from "../../provider/cli/reportModel/report";
import { fieldNames, isUuidField } from "../../provider/model/fieldTable";
import { isUnder, type Plan, planLeaves } from "../../provider/model/plan";
import { planSchema } from "../../provider/model/planSchema";
import { at, leafDifferences, type Path, pathText, type Values } from "../../provider/model/values";
import { creatable, declarations, fieldValues, liveConfigs } from "../support/arbitraries";
import { register } from "../support/engineModel";
import type { FakeOptions, WireRequest } from "../support/fakeApi";
import { createFixture, type Fixture } from "../support/fixture";
import { temporaryPlan } from "../support/planFile";
import { previewOf, updateOf } from "../support/reviews";

const runs = { numRuns: Number(process.env.RUNS ?? 12) };
const servers: FakeOptions[] = [{ semantics: "replace" }, { semantics: "merge" }];

/** One for all processes that work with the same plan. */
const address = { "carecycle:baseUrl": "http://127.0.0.1:1/plans" };

const file = temporaryPlan();

type Inputs = ReturnType<typeof register>;
type Old = Awaited<ReturnType<typeof updateOf>>["state"];

async function review(fixture: Fixture, old: Old, inputs: Inputs): Promise<Plan> {
  const preview = await previewOf(fixture, old, inputs);
  const plan = planOf(reviewOf({ ...preview, config: address }), new Date(0));
  writeFileSync(file, JSON.stringify(plan));
  // What is written can be read, whatever the values were.
  return planSchema.parse(JSON.parse(JSON.stringify(plan)));
}

/** Leaves of a sent body that no write of the plan holds. */
function unplanned(plan: Plan, { method, id, body }: WireRequest): string[] {
  const candidates = plan.writes.filter((w) => w.method === method && (method === "POST" || w.id === id));
  const found = candidates.map((write) =>
    planLeaves(body ?? {})
      .filter(
        ({ path, value }) =>
          !write.body.some((leaf) =>
            leaf.kind === "value"
              ? pathText(leaf.path) === pathText(path) && JSON.stringify(leaf.value) === JSON.stringify(value)
              : isUnder(leaf.path, path),
          ) && !(value === null && write.live.some((leaf) => isUnder(path, leaf.path))),
      )
      .map(({ path, value }) => `${pathText(path)}: ${JSON.stringify(value)}`),
  );
  return found.sort((a, b) => a.length - b.length)[0] ?? [`no ${method}`];
}

/** What a sent PATCH changed of what was neither live at the review nor what an earlier write of the run left. */
function unreviewed(before: Values, after: Values, reviewed: Values, own: Values[]): string[] {
  return fieldNames.flatMap((name) =>
    leafDifferences(after[name] ?? null, before[name] ?? null, [name])
      .filter(({ path }) => [reviewed, ...own].every((side) => textAt(side, path) !== textAt(before, path)))
      .map(({ path }) => pathText(path)),
  );
}

// The same UUID in other letters is no other value.
function textAt(side: Values, path: Path): string {
  const text = JSON.stringify(at(side, path) ?? null);
  return isUuidField(path) ? text.toLowerCase() : text;
}

describe.each(servers)("on a server that does $semantics", (server) => {
  const nulls = server.semantics === "replace";
  const fields = fieldValues(nulls);
  const some = fc.record(fields, { requiredKeys: [], noNullPrototype: true });
  const one: fc.Arbitrary<Values> = fc
    .constantFrom(...fieldNames)
    .chain((name) => fields[name].map((value) => ({ [name]: value })));
  // Mostly one thing at a time, so that what is left of the plan is still tried.
  const edit = fc.oneof(
    { weight: 2, arbitrary: fc.constant({}) },
    { weight: 4, arbitrary: one },
    { weight: 1, arbitrary: some },
  );

  test("whatever others and the program changed since, only planned writes are sent", async () => {
    await fc.assert(
      fc.asyncProperty(
        liveConfigs(nulls),
        fc.option(declarations(nulls)),
        declarations(nulls),
        edit,
        edit,
        async (live, earlier, declared, theirs, ours) => {
          const fixture = createFixture(server, address);
          const { api } = fixture;
          const transferConfigId = api.add(live);
          const old =
            earlier === null
              ? undefined
              : (await updateOf(fixture, undefined, register({ ...earlier, transferConfigId }))).state;
          const plan = await review(fixture, old, register({ ...declared, transferConfigId }));
          const reviewed = api.get(transferConfigId);
          api.edit(transferConfigId, theirs);
          api.clear();
          const own: Values[] = [];
          // Noted, not thrown: that would be a network error, and sent again.
          const wrong: string[] = [];
          api.before = (request) => {
            if (request.method !== "PATCH") return;
            wrong.push(...unplanned(plan, request));
            const before = api.get(transferConfigId);
            const after = api.patched(before, request.body ?? {});
            wrong.push(...unreviewed(before, after, reviewed, own));
            own.push(after);
          };
          const inputs = register({ ...declared, ...ours, transferConfigId });
          const { failed } = await updateOf(fixture, old, inputs, { CARECYCLE_PLAN: file });
          expect([wrong, api.patches]).toEqual([[], api.patches]);
          expect(api.methods.filter((method) => method !== "GET" && method !== "PATCH")).toEqual([]);
          if (Object.keys({ ...theirs, ...ours }).length === 0) expect(failed).toEqual([]);
          for (const message of failed) expect(message).toMatch(/plan/);
        },
      ),
      { ...runs, interruptAfterTimeLimit: 60_000 },
    );
  });

  test("where nothing changed, the update sends under the plan what it sends without one", async () => {
    await fc.assert(
      fc.asyncProperty(
        liveConfigs(nulls),
        fc.option(declarations(nulls)),
        declarations(nulls),
        some,
        async (live, earlier, declared, drift) => {
          const bodies = [];
          for (const env of [{}, { CARECYCLE_PLAN: file }]) {
            const fixture = createFixture(server, address);
            const transferConfigId = fixture.api.add({ ...live, id: "497f6eca-6276-4993-bfeb-53cbbbba6f08" });
            const old =
              earlier === null
                ? undefined
                : (await updateOf(fixture, undefined, register({ ...earlier, transferConfigId }))).state;
            fixture.api.edit(transferConfigId, drift);
            const inputs = register({ ...declared, transferConfigId });
            await review(fixture, old, inputs);
            fixture.api.clear();
            const { failed } = await updateOf(fixture, old, inputs, env);
            expect(failed).toEqual([]);
            bodies.push(fixture.api.requests);
          }
          expect(bodies[1]).toEqual(bodies[0]);
        },
      ),
      { ...runs, interruptAfterTimeLimit: 60_000 },
    );
  });

  test("a create is sent once, as it was planned", async () => {
    await fc.assert(
      fc.asyncProperty(declarations(nulls), edit, async (declared, ours) => {
        const fixture = createFixture({ ...server, serverDefaults: true }, address);
        const plan = await review(fixture, undefined, register(creatable({ name: "Desk", ...declared })));
        fixture.api.clear();
        const inputs = register(creatable({ name: "Desk", ...declared, ...ours }));
        const { failed } = await updateOf(fixture, undefined, inputs, { CARECYCLE_PLAN: file });
        for (const request of fixture.api.requests.filter(({ method }) => method === "POST")) {
          expect(unplanned(plan, request)).toEqual([]);
        }
        if (Object.keys(ours).length === 0) expect([failed, fixture.api.methods]).toEqual([[], ["POST"]]);
      }),
      { ...runs, interruptAfterTimeLimit: 60_000 },
    );
  });
});
