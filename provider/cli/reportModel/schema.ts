// The shape of a JSON report: the source of the types in types.ts and of the published report.schema.json, which the
// build writes. Only those two load it: no command needs a schema of what it writes itself.
import { z } from "zod";
import { equal as isEqual } from "../../model/values";
import {
  leafClasses,
  reportSchemaId,
  reportVersion,
  requestMethods,
  resourceClasses,
  severities,
} from "./vocabulary";

const count = z.int().min(0);

const cell = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("value"), value: z.unknown() }).describe("A value as JSON."),
    z.strictObject({ kind: z.literal("secret") }).describe("There is a value, and it may carry credentials."),
    z
      .strictObject({ kind: z.literal("withheld") })
      .describe("There is a sensitive live value that was set outside the program."),
    z.strictObject({ kind: z.literal("absent") }).describe("Nothing stands at the path."),
    z.strictObject({ kind: z.literal("not-read") }).describe("The preview does not hold this column."),
    z.strictObject({ kind: z.literal("unknown") }).describe("The value is known after the update."),
  ])
  .meta({ id: "cell", description: "A value, or why there is none to show." });

const severity = z.enum(severities).meta({
  id: "severity",
  description: "critical: calls go elsewhere, or may reach nobody; warning: worth a look.",
});

const warning = z
  .strictObject({
    rule: z.string().describe("Name of the rule, such as direct-without-number."),
    severity,
    path: z.string().nullable().describe("The field that it is about; null for the config as a whole."),
    message: z.string(),
  })
  .meta({ id: "warning", description: "A rule across fields that the config breaks. Nothing is blocked." });

const user = z
  .strictObject({
    kind: z.enum(["campaign", "appointment-config"]),
    id: z.string().nullable(),
    name: z.string().nullable(),
    status: z.string().nullable().describe("Status of a campaign, such as active; null where it has none."),
    as: z
      .array(z.string())
      .describe(
        'What of it points to the config, such as "transferConfigId" or "after hours of block intro".',
      ),
  })
  .meta({ id: "user", description: "A campaign or an appointment config that points to the config." });

const leaf = z
  .strictObject({
    path: z.string().describe("Such as dynamicOptions.headers.authorization or transferWaitingMessages[0]."),
    applied: cell.describe("As last recorded in the state."),
    live: cell.describe("As the API answered in the refresh."),
    code: cell.describe("As the code declares it."),
    class: z
      .enum(leafClasses)
      .describe(
        "drift: the live value changed; change: the code changed; both: both did; clear: the code clears the field; observed: undeclared, and changed.",
      ),
    severity: severity
      .nullable()
      .describe(
        "critical where the change moves calls: type, directPhoneNumber, softphoneFallbackPhoneNumber, sipUri, dynamicOptions.pingUrl, dynamicOptions.transferNumber.",
      ),
    firstSeen: z
      .string()
      .nullable()
      .describe("When an earlier report first showed this drift (ISO 8601); null where none is known."),
    note: z.string().nullable(),
  })
  .meta({ id: "leaf", description: "One value of a config in three columns." });

const request = z
  .strictObject({
    method: z.enum(requestMethods),
    path: z.string(),
    body: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe(
        'Body with "[secret]" in place of what may carry credentials; null for a request without one.',
      ),
    ifNeeded: z
      .boolean()
      .describe(
        "Whether it may be left out: the live config turns out to be as declared, another response has shown the account already, or the update ends with an error at another config.",
      ),
  })
  .meta({ id: "request", description: "One request to the API." });

const resource = z
  .strictObject({
    urn: z.string(),
    name: z.string().describe("Name in the program."),
    id: z.string().nullable().describe("Id of the live config (UUID); null where there is none yet."),
    configName: z
      .string()
      .nullable()
      .describe("Name of the config, live where it is known; null where it is not."),
    class: z
      .enum(resourceClasses)
      .describe(
        "unreadable: the live config could not be read (drift alone; exit code 1); delete: removed from the code and deleted; release: removed from the code, still live; both: drift and changes, on one leaf or on several; observed: only undeclared fields changed, and strict.",
      ),
    leaves: z.array(leaf).describe("Leaves that are not as the code says."),
    observed: z.array(leaf).describe("Live leaves that changed and that the code doesn't declare."),
    requests: z.array(request).describe("What an update would send, in order."),
    severity: severity
      .nullable()
      .describe("The highest of its leaves, observed ones included, and warnings; null where there is none."),
    warnings: z.array(warning),
    usedBy: z
      .array(user)
      .nullable()
      .describe(
        "What points to the config, active campaigns first; null where usage was not read, and for a config that didn't change.",
      ),
    notes: z.array(z.string()).describe("What the classes do not say."),
  })
  .meta({ id: "resource", description: "One transfer config." });

const totals = z
  .strictObject({
    configs: count.describe("Transfer configs in the preview."),
    attention: count.describe(
      "Configs that are not unchanged; 0 means exit code 0. Of configs that were not read (see unread, unlisted), the code's part alone counts.",
    ),
    byClass: z
      .partialRecord(z.enum(resourceClasses), count)
      .describe("Configs by class; classes without one are left out."),
    observed: count.describe("Live leaves that changed and that the code doesn't declare."),
    requests: count.describe("Requests of an update, those sent only if needed included."),
    byMethod: z.partialRecord(z.enum(requestMethods), count),
    reads: count.describe(
      "GETs of recorded configs by which `up --refresh --run-program` begins, beside `requests`; 0 for a preview document without a refresh.",
    ),
    leastSeconds: z
      .number()
      .min(0)
      .describe("Least duration of the reads and the requests under the quota, in seconds."),
  })
  .meta({ id: "totals", description: "Sums over all configs." });

const shard = z.strictObject({
  index: z.int().min(1).describe("From 1."),
  of: z.int().min(1),
  stackConfigs: count.describe("Transfer configs that the stack's state records, in all shards."),
});

const quota = z.strictObject({
  limit: z.int().min(1).describe("Requests in any window."),
  windowSeconds: z.number().positive(),
});

/** A report as `--format json` writes it. */
export const reportSchema = z
  .object({
    $schema: z.literal(reportSchemaId),
    version: z.literal(reportVersion).describe("Version of this shape."),
    verdict: z.string().describe("The outcome in one line."),
    stack: z.string().nullable().describe("Name of the stack; null where the document does not tell."),
    commit: z.string().nullable().describe("The commit that CI names in the environment; null elsewhere."),
    readAt: z
      .string()
      .nullable()
      .describe("When the live values had been read (ISO 8601, UTC); null where it is not known."),
    usage: z
      .strictObject({
        requests: count.describe("Requests that reading the usage took."),
        notRead: z.array(z.string()).describe("What of the usage could not be read, in words."),
      })
      .nullable()
      .describe("How the usage was read; null without --usage."),
    refreshed: z
      .boolean()
      .describe("Whether the preview read any live values. Without it drift cannot be seen."),
    read: count.describe("Configs whose live values the preview read."),
    unread: count.describe(
      "Configs under resources that the code keeps and whose live values the preview did not read: their drift is not known.",
    ),
    unlisted: count.describe(
      "Unchanged resources of any type that the preview neither lists nor read (it ran without --show-sames). How many of them are transfer configs is not known.",
    ),
    strict: z.boolean().describe("Whether drift of undeclared fields counts."),
    shard: shard.nullable().describe("The part of the stack that was checked; null for all of it."),
    quota: quota.describe("The API's quota as configured."),
    totals,
    others: z
      .record(z.string(), count)
      .describe(
        "Steps on resources that aren't transfer configs, by operation; unchanged ones are left out.",
      ),
    unseen: count.describe(
      "Configs whose undeclared live values the preview does not hold (it ran without --show-sames).",
    ),
    resources: z
      .array(resource)
      .describe("All transfer configs of the preview: what needs attention first, then by name."),
  })
  .meta({
    title: "Report of pulumi-carecycle",
    description:
      "What `pulumi-carecycle report`, `drift` and `preview` write with `--format json`. `version` grows with every change of this shape.",
  });

/** The JSON Schema of a report, as published under `pulumi-carecycle/report.schema.json`. */
export function reportJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(reportSchema, {
    io: "input",
    override: ({ jsonSchema }) => plain(jsonSchema),
  });
  return { $schema, $id: reportSchemaId, ...schema };
}

/** Leaves out what says nothing: a type beside a constant, a bound that every JSON number keeps, names that are strings. */
function plain(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.const !== undefined || schema.enum !== undefined) delete schema.type;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  const { propertyNames, additionalProperties } = schema;
  if (isEqual(propertyNames, { type: "string" })) delete schema.propertyNames;
  if (isEqual(additionalProperties, {})) delete schema.additionalProperties;
  const [value, empty] = schema.anyOf ?? [];
  if (value === undefined || !isEqual(empty, { type: "null" })) return;
  // `nullable()`: a list of types where that says it all, otherwise one of two.
  delete schema.anyOf;
  if (isEqual(value, { type: value.type })) schema.type = [value.type, "null"] as never;
  else schema.oneOf = [value, { type: "null" }];
}
