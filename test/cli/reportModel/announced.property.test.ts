// A report announces what the next update sends, and nothing else: for any recorded state, program and live config, the
// requests of a refreshed preview's report are those of the update after it, methods, paths and bodies.
import fc from "fast-check";
import { buildReport } from "../../../provider/cli/reportModel/report";
import type { PlannedRequest } from "../../../provider/cli/reportModel/types";
import { isUnder, planLeaves } from "../../../provider/model/plan";
import { pathText, SECRET, type Values } from "../../../provider/model/values";
import { creatable, declarations, fieldValues, liveConfigs } from "../../support/arbitraries";
import { register } from "../../support/engineModel";
import type { FakeOptions, WireRequest } from "../../support/fakeApi";
import { createFixture } from "../../support/fixture";
import { previewOf, updateOf } from "../../support/reviews";

const runs = { numRuns: Number(process.env.RUNS ?? 14) };
const servers: FakeOptions[] = [
  { semantics: "replace" },
  { semantics: "replace", serverDefaults: true },
  { semantics: "merge" },
];

const requestText = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const pathOf = ({ id, path }: WireRequest) => path ?? `/v2/campaigns/transfer-configs${id ? `/${id}` : ""}`;

/** What differs between an announced body and a sent one; where a value is masked, its path alone counts. */
function bodyDifferences(announced: Values | null, sent: Values | undefined): string[] {
  const [planned, now] = [planLeaves(announced ?? {}), planLeaves(sent ?? {})];
  const covering = (path: readonly (string | number)[]) =>
    planned.find((leaf) => leaf.value === SECRET && isUnder(leaf.path, path)) ??
    planned.find((leaf) => pathText(leaf.path) === pathText(path));
  const wrong = now.filter(({ path, value }) => {
    const leaf = covering(path);
    return (
      leaf === undefined || (leaf.value !== SECRET && JSON.stringify(leaf.value) !== JSON.stringify(value))
    );
  });
  // Of a field that the state may not record, nobody but the update can tell whether it is live already.
  const masked = (field: unknown) => planned.every((l) => l.path[0] !== field || l.value === SECRET);
  const missing = planned
    .filter((leaf) => !now.some(({ path }) => isUnder(leaf.path, path)))
    .filter(({ path: [field] }) => Object.hasOwn(sent ?? {}, String(field)) || !masked(field));
  return [...wrong, ...missing].map(({ path, value }) => `${pathText(path)}: ${JSON.stringify(value)}`);
}

/** Holds what was sent against what was announced, in order; requests "if needed" may be left out. */
function expectAnnounced(announced: readonly PlannedRequest[], sent: readonly WireRequest[]): void {
  const texts = { announced: announced.map(requestText), sent: sent.map((r) => `${r.method} ${pathOf(r)}`) };
  let next = 0;
  for (const request of sent) {
    while (next < announced.length && announced[next]?.ifNeeded) {
      if (requestText(announced[next] as PlannedRequest) === `${request.method} ${pathOf(request)}`) break;
      next++;
    }
    const found = announced[next++];
    expect([found && requestText(found), texts]).toEqual([`${request.method} ${pathOf(request)}`, texts]);
    expect([bodyDifferences(found?.body ?? null, request.body), found?.body, request.body]).toEqual([
      [],
      found?.body,
      request.body,
    ]);
  }
  expect([announced.slice(next).filter((r) => !r.ifNeeded), texts]).toEqual([[], texts]);
}

describe.each(servers)("on a server with %j", (server) => {
  const nulls = server.semantics === "replace";
  const edits = fc.record(fieldValues(nulls), { requiredKeys: [], noNullPrototype: true });

  test("an update", async () => {
    await fc.assert(
      fc.asyncProperty(
        liveConfigs(nulls),
        declarations(nulls),
        declarations(nulls),
        edits,
        async (live, earlier, declared, edit) => {
          const fixture = createFixture(server);
          const transferConfigId = fixture.api.add(live);
          const { state: old } = await updateOf(
            fixture,
            undefined,
            register({ ...earlier, transferConfigId }),
          );
          fixture.api.edit(transferConfigId, edit);
          const inputs = register({ ...declared, transferConfigId });
          const report = buildReport(await previewOf(fixture, old, inputs));
          fixture.api.clear();
          const { state, failed } = await updateOf(fixture, old, inputs);
          expect(failed).toEqual([]);
          const [read, ...sent] = fixture.api.requests;
          expect(read?.method).toBe("GET");
          expectAnnounced(report.resources[0]?.requests ?? [], sent);
          // And the preview after it is empty.
          const after = buildReport(await previewOf(fixture, state, inputs));
          expect([after.verdict, after.totals.requests]).toEqual([
            "Nothing to do: 1 transfer config is as declared.",
            0,
          ]);
        },
      ),
      runs,
    );
  });

  test("an adoption", async () => {
    await fc.assert(
      fc.asyncProperty(liveConfigs(nulls), declarations(nulls), async (live, declared) => {
        const fixture = createFixture(server);
        const transferConfigId = fixture.api.add(live);
        const inputs = register({ ...declared, transferConfigId });
        const report = buildReport(await previewOf(fixture, undefined, inputs));
        fixture.api.clear();
        const { failed } = await updateOf(fixture, undefined, inputs);
        expect(failed).toEqual([]);
        expectAnnounced(report.resources[0]?.requests ?? [], fixture.api.requests);
      }),
      runs,
    );
  });

  test("a create", async () => {
    await fc.assert(
      fc.asyncProperty(declarations(nulls), async (declared) => {
        const fixture = createFixture(server);
        const inputs = register(creatable({ name: "Desk", ...declared }));
        const report = buildReport(await previewOf(fixture, undefined, inputs));
        fixture.api.clear();
        const { failed } = await updateOf(fixture, undefined, inputs);
        expect(failed).toEqual([]);
        expectAnnounced(report.resources[0]?.requests ?? [], fixture.api.requests);
      }),
      runs,
    );
  });
});

// Found by the property after 273 of its cases.
test("where live keys may not be recorded, what would remove them is announced all the same", async () => {
  const fixture = createFixture({ semantics: "merge" });
  const transferConfigId = fixture.api.add({ name: "Sales" });
  const declared = (a: unknown) => register({ dynamicOptions: { body: { a } }, transferConfigId });
  const { state } = await updateOf(fixture, undefined, declared(0.5));
  fixture.api.edit(transferConfigId, { dynamicOptions: { body: { a: { theirs: false } } } });
  const report = buildReport(await previewOf(fixture, state, declared({})));
  fixture.api.clear();
  await updateOf(fixture, state, declared({}));
  const patches = fixture.api.requests.filter(({ method }) => method === "PATCH").map(({ body }) => body);
  expect(patches).toEqual([
    { dynamicOptions: { body: { a: {} } } },
    { dynamicOptions: { body: { a: { theirs: null } } } },
  ]);
  const announced = report.resources[0]?.requests.filter(({ method }) => method === "PATCH") ?? [];
  expect(announced.map(({ body, ifNeeded }) => [body, ifNeeded])).toEqual([
    [{ dynamicOptions: { body: { a: {} } } }, false],
    [{ dynamicOptions: { body: { a: SECRET } } }, true],
  ]);
});
