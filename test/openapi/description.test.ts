// docs/openapi.yaml itself: linted, and honest about where each statement comes from.
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { campaignStatuses } from "../../provider/api/campaigns";
import { fields, optionMembers, type Spec, uuidPattern } from "../../provider/model/fieldTable";
import { description, file, type Json } from "./description";

const root = path.join(__dirname, "../..");

test("the linter finds nothing", () => {
  const cli = path.join(root, "node_modules/@redocly/cli/bin/cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "lint", file, "--format", "json"], {
    cwd: root,
    encoding: "utf8",
    // Nothing is asked of the network: neither telemetry nor whether there is a newer version.
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true", NO_COLOR: "1" },
  });
  const { totals } = JSON.parse(stdout.slice(stdout.indexOf("{"))) as { totals: unknown };
  expect([totals, status]).toEqual([{ errors: 0, warnings: 0, ignored: 0 }, 0]);
  expect(stderr).not.toMatch(/error/i);
});

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Each statement of the description, by its place: operations, parameters, bodies, responses, headers and schemas' members. */
function statements(): [string, Json][] {
  const found: [string, Json][] = [];
  const members = (at: string, group: unknown) => {
    for (const [name, value] of Object.entries(isObject(group) ? group : {}))
      if (isObject(value)) found.push([`${at}/${name}`, value]);
  };
  const schema = (at: string, value: unknown) => {
    if (!isObject(value)) return;
    members(`${at}/properties`, value.properties);
    for (const [name, member] of Object.entries((value.properties as Json | undefined) ?? {}))
      schema(`${at}/properties/${name}`, member);
    for (const [i, part] of ((value.allOf as Json[] | undefined) ?? []).entries()) {
      found.push([`${at}/allOf/${i}`, part]);
      schema(`${at}/allOf/${i}`, part);
    }
  };
  for (const [template, item] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      if (!isObject(operation)) continue;
      found.push([`${template} ${method}`, operation]);
      members(`${template} ${method}/parameters`, {
        ...((operation.parameters as Json[] | undefined) ?? []),
      });
      members(`${template} ${method}/responses`, operation.responses);
      if (isObject(operation.requestBody))
        found.push([`${template} ${method}/requestBody`, operation.requestBody]);
    }
  }
  for (const [kind, group] of Object.entries(description.components)) {
    members(kind, group);
    if (kind === "responses")
      for (const [name, value] of Object.entries(group)) members(`${kind}/${name}`, value.headers);
    if (kind === "schemas")
      for (const [name, value] of Object.entries(group)) schema(`${kind}/${name}`, value);
  }
  return found;
}

test("each statement names its source, or says what isn't known; one that refers to another has that one's", () => {
  const all = statements();
  expect(all.length).toBeGreaterThan(150);
  const sources = Object.keys(description["x-sources"] as Json);
  const bare = all.filter(([, value]) => {
    const { "x-source": source, "x-unknown": unknown, $ref: ref } = value;
    if (source !== undefined && !sources.includes(String(source))) return true;
    if (unknown !== undefined && (typeof unknown !== "string" || unknown.length < 8)) return true;
    return source === undefined && unknown === undefined && ref === undefined;
  });
  expect(bare.map(([at]) => at)).toEqual([]);
  const used = new Set(JSON.stringify(description).match(/(?<="x-source":")\w+/g));
  expect([...used].sort()).toEqual([...sources].sort());
});

test("its fields are those of the table of fields: types, choices, limits and nulls", () => {
  const { TransferConfigFields, DynamicOptions, Uuid } = description.components.schemas as Record<
    string,
    Json
  >;
  const nullable = (schema: Json) =>
    [schema.type].flat().includes("null") || JSON.stringify(schema.anyOf ?? []).includes('"null"');
  const shown = (group: unknown) =>
    Object.fromEntries(
      Object.entries(group as Record<string, Json>).map(([name, schema]) => [
        name,
        {
          nullable: nullable(schema),
          ...(schema.enum !== undefined && { values: (schema.enum as unknown[]).filter((v) => v !== null) }),
          ...(schema.maxLength !== undefined && { maxLength: schema.maxLength }),
          ...(schema.minLength !== undefined && { nonEmpty: schema.minLength === 1 }),
        },
      ]),
    );
  const expected = (table: Record<string, Spec>) =>
    Object.fromEntries(
      Object.entries(table).map(([name, { shape, nullable: isNullable }]) => [
        name,
        {
          nullable: isNullable,
          ...(shape.kind === "choice" && { values: shape.values }),
          ...(shape.kind === "string" && shape.maxLength !== undefined && { maxLength: shape.maxLength }),
          ...(shape.kind === "string" && shape.nonEmpty && { nonEmpty: true }),
        },
      ]),
    );
  expect(shown(TransferConfigFields?.properties)).toEqual(expected(fields));
  expect(shown(DynamicOptions?.properties)).toEqual(expected(optionMembers));
  expect(description.components.schemas?.CampaignStatus?.enum).toEqual(campaignStatuses);
  expect(Uuid?.pattern).toBe(uuidPattern.source);
});
