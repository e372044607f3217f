// The house rules for GitHub workflows, each a function from a parsed workflow to what breaks it.

import { isMap, isScalar, parseDocument, visit } from "yaml";

export interface Step {
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

interface Concurrency {
  group?: string;
  "cancel-in-progress"?: boolean | string;
}

export interface Job {
  if?: string;
  permissions?: Permissions;
  "timeout-minutes"?: number;
  environment?: string;
  concurrency?: Concurrency;
  strategy?: { "fail-fast"?: boolean; matrix?: Record<string, unknown> };
  env?: Record<string, string>;
  steps?: Step[];
}

type Permissions = string | Record<string, string> | undefined;

export interface Workflow {
  on?: string | string[] | Record<string, unknown>;
  permissions?: Permissions;
  concurrency?: Concurrency;
  env?: Record<string, string>;
  jobs?: Record<string, Job>;
}

/** An action as a workflow names it, with the comment behind it. */
export interface Use {
  action: string;
  ref: string;
  comment: string;
}

export interface Source {
  workflow: Workflow;
  uses: Use[];
}

export function parse(text: string): Source {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw error;
  const uses: Use[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== "uses" || !isScalar(value)) return;
      const [action = "", ref = ""] = String(value.value).split("@");
      uses.push({ action, ref, comment: value.comment?.trim() ?? "" });
    },
  });
  if (!isMap(document.contents)) throw new Error("not a workflow");
  return { workflow: document.toJS() as Workflow, uses };
}

const jobsOf = (workflow: Workflow) => Object.entries(workflow.jobs ?? {});
const stepsOf = (job: Job) => job.steps ?? [];
const scriptsOf = (job: Job) =>
  stepsOf(job).flatMap(({ run, with: inputs }) =>
    [run, inputs?.script].filter((it) => typeof it === "string"),
  );
const mayWrite = (permissions: Permissions) =>
  typeof permissions === "string"
    ? permissions === "write-all"
    : Object.values(permissions ?? {}).includes("write");
// A tarball named after the package is none of these, and to publish one runs nothing of it.
const installs = /\bnpx\b|\bpulumi\b(?!-carecycle-\$)|\bnpm\b(?! publish --ignore-scripts .*\.tgz"?$)/m;

const namesSecret = (value: unknown) => /\bsecrets\s*[.[]/.test(JSON.stringify(value) ?? "");

/** Every rule by name. A finding names the place. */
export const rules = {
  "an action is pinned by commit, with its version as a comment": ({ uses }) =>
    uses
      .filter(({ ref, comment }) => !/^[0-9a-f]{40}$/.test(ref) || !/^v\d+\.\d+\.\d+$/.test(comment))
      .map(({ action, ref, comment }) => `${action}@${ref} # ${comment}`),

  "a workflow may do nothing, or read; a job says what it may do": ({ workflow }) => [
    ...(workflow.permissions === undefined ||
    typeof workflow.permissions === "string" ||
    mayWrite(workflow.permissions)
      ? ["workflow"]
      : []),
    ...jobsOf(workflow)
      .filter(([, { permissions }]) => typeof permissions !== "object")
      .map(([name]) => name),
  ],

  "no run for a pull request has the rights of the base branch": ({ workflow: { on } }) => {
    const triggers = typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on ?? {});
    return triggers.filter((trigger) => ["pull_request_target", "workflow_run"].includes(trigger));
  },

  // Who starts a run is not who wrote the code that it runs: anyone with write access can push to Dependabot's branch.
  "no job asks who started the run": ({ workflow }) =>
    jobsOf(workflow)
      .filter(([, job]) => /\bgithub\s*\.\s*(triggering_)?actor\b/.test(JSON.stringify(job)))
      .map(([name]) => name),

  // Wider than `github.event.*`: any expression in a script is text that becomes code.
  "no expression stands in a script": ({ workflow }) =>
    jobsOf(workflow).flatMap(([name, job]) =>
      scriptsOf(job)
        .filter((script) => script.includes("${{"))
        .map((script) => `${name}: ${script}`),
    ),

  "an update is alone on its stack and never cancelled": ({ workflow }) =>
    jobsOf(workflow)
      .filter(([, job]) => scriptsOf(job).some((script) => /\bpulumi up\b|\bscripts\/up\.sh\b/.test(script)))
      .filter(([, { concurrency, strategy }]) => {
        const matrix = strategy?.matrix !== undefined;
        const alone = !matrix || concurrency?.group?.includes("matrix.stack");
        // A failing stack cancels those beside it unless told otherwise, and so does a group around the job.
        const kept =
          concurrency?.["cancel-in-progress"] === false && (!matrix || strategy?.["fail-fast"] === false);
        const outer = workflow.concurrency?.["cancel-in-progress"] ?? false;
        return !(alone && kept && outer === false);
      })
      .map(([name]) => name),

  "a checkout leaves no token behind": ({ workflow }) =>
    jobsOf(workflow).flatMap(([name, job]) =>
      stepsOf(job)
        .filter(
          ({ uses, with: inputs }) =>
            uses?.startsWith("actions/checkout@") && inputs?.["persist-credentials"] !== false,
        )
        .map(() => name),
    ),

  "a job has a time limit": ({ workflow }) =>
    jobsOf(workflow)
      .filter(([, job]) => typeof job["timeout-minutes"] !== "number")
      .map(([name]) => name),

  "a secret comes from an environment and reaches single steps as a variable": ({ workflow }) => [
    ...(namesSecret(workflow.env) ? ["workflow"] : []),
    ...jobsOf(workflow)
      .filter(([, { environment, steps, ...rest }]) => {
        const others = (steps ?? []).map(({ env: _, ...step }) => step);
        return namesSecret(rest) || namesSecret(others) || (namesSecret(steps) && environment === undefined);
      })
      .map(([name]) => name),
  ],

  "a job that may write sees no secret and installs nothing": ({ workflow }) =>
    jobsOf(workflow)
      .filter(([, job]) => mayWrite(job.permissions))
      .filter(([, job]) => namesSecret(job) || scriptsOf(job).some((script) => installs.test(script)))
      .map(([name]) => name),
} satisfies Record<string, (source: Source) => string[]>;

export type Rule = keyof typeof rules;

/** What a workflow breaks: rule and places, for the rules that it breaks. */
export function findings(text: string): Partial<Record<Rule, string[]>> {
  const source = parse(text);
  return Object.fromEntries(
    Object.entries(rules)
      .map(([rule, check]) => [rule, check(source)] as const)
      .filter(([, places]) => places.length > 0),
  );
}
