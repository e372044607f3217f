// The page of fields, from the one table of them.
import type { Comparison, Spec } from "../../provider/model/fieldTable";

/** The tables of fields. */
export interface FieldTables {
  readonly fields: Readonly<Record<string, Spec>>;
  readonly optionMembers: Readonly<Record<string, Spec>>;
  readonly conditionMembers: Readonly<Record<string, Spec>>;
}

interface Entry {
  /** Where the value stands, such as `dynamicOptions.pingUrl`. */
  readonly path: string;
  readonly spec: Spec;
  readonly description: string | undefined;
}

/** A rule across fields. */
export interface RuleRow {
  readonly name: string;
  readonly severity: string;
  /** What is so where it is broken. */
  readonly when: string;
  /** Why that matters. */
  readonly reason: string;
  readonly source: string;
}

/** The page; `descriptions` by interface and member. */
export function fieldsPage(
  tables: FieldTables,
  descriptions: ReadonlyMap<string, string>,
  rules: readonly RuleRow[] = [],
): string {
  const entries = (specs: FieldTables["fields"], prefix: string, type: string): Entry[] =>
    Object.entries(specs).map(([name, spec]) => ({
      path: prefix + name,
      spec,
      description: descriptions.get(`${type}.${name}`),
    }));
  const all = [
    ...entries(tables.fields, "", "TransferConfigFields"),
    ...entries(tables.optionMembers, "dynamicOptions.", "DynamicOptions"),
    ...entries(tables.conditionMembers, "dynamicOptions.successConditions[].", "SuccessCondition"),
  ];
  return `${intro}\n${[head, ...all.map(row)].join("\n")}\n\n${all.map(section).join("\n\n")}\n\n${rulesSection(rules)}`;
}

const intro = `# Fields

Generated from the table of fields (\`provider/model/fieldTable.ts\`) by \`npm run docs\`: the same table decides what a preview
checks, compares, sends and masks. What is declared is owned, see [ownership](../ownership.md). A field that is left out has no
default here: on a live config it stays as it is, and for a new one the API chooses.
`;

const head = "| Field | Type and limits | Can be null | Secret |\n| --- | --- | --- | --- |";

function row({ path, spec }: Entry): string {
  return `| [\`${path}\`](#${anchor(path)}) | ${spec.type} | ${yes(spec.nullable)} | ${yes(spec.sensitive)} |`;
}

function section({ path, spec, description }: Entry): string {
  const lines = [
    `- Type: ${spec.type}`,
    `- Default: ${path === "name" ? "none; required to create a config" : "none; left to the API"}`,
    `- Null: ${spec.nullable ? "clears it" : "refused"}`,
    `- ${spec.sensitive ? "Secret: encrypted in the state, masked in every text" : "Not secret, unless the program wraps it in `pulumi.secret`"}`,
    `- Compared: ${comparisons[spec.comparison]}`,
    `- Example: \`${path.split(".").at(-1)}: ${source(spec.example)}\``,
  ];
  return `## \`${path}\`\n\n${description === undefined ? "" : `${description}\n\n`}${lines.join("\n")}`;
}

const comparisons: Record<Comparison, string> = {
  exact: "as a whole",
  uuid: "without regard to case",
  members: "declared members, one by one",
  conditions: "in order, each by its declared members",
};

const documented = `## Rules across fields

The API's pages document one: \`appointmentConfigId\` is required when \`softphoneFallbackType\` is \`appointment_booking\`.
`;

function rulesSection(rules: readonly RuleRow[]): string {
  if (rules.length === 0) return documented;
  const rows = rules.map((r) => `| \`${r.name}\` | ${r.severity} | ${r.when} | ${r.reason} | ${r.source} |`);
  const table = [
    "| Rule | Severity | Broken where | Because | Source |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ];
  return `${documented}
The others are inferred from what the pages say of the fields. A config that breaks one is warned of in previews and reports;
nothing is blocked, except that a new config that is known to break the documented rule is refused.

${table.join("\n")}
`;
}

const yes = (is: boolean) => (is ? "yes" : "");

/** The anchor of a path's heading, as GitHub makes it. */
function anchor(path: string): string {
  return path.toLowerCase().replace(/[^a-z0-9_-]/g, "");
}

/** A value as a program writes it. */
function source(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(source).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, inner]) => {
    const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
    return `${key}: ${source(inner)}`;
  });
  return `{ ${members.join(", ")} }`;
}
