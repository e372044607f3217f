// The offered GitLab pipeline, held against GitLab's own schema and run through its rules by gitlab-ci-local.

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { parse } from "yaml";

const PIPELINE = readFileSync(resolve(__dirname, "../../examples/gitops/.gitlab-ci.yml"), "utf8");

const run = promisify(execFile);

interface Job {
  name: string;
  when: string;
}

interface Run {
  code: number;
  jobs: Job[];
  output: string;
}

let folder: string;

beforeAll(() => {
  // gitlab-ci-local takes branch and project from a repository.
  folder = mkdtempSync(join(tmpdir(), "gitlab-"));
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
  git("init", "-q", "-b", "main");
  git("remote", "add", "origin", "git@gitlab.example.com:acme/configs.git");
  git("commit", "-q", "--allow-empty", "-m", "start");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(
  pipeline: string,
  variables: Record<string, string> = {},
  ...options: string[]
): Promise<Run> {
  writeFileSync(join(folder, ".gitlab-ci.yml"), pipeline);
  const bin = join(require.resolve("gitlab-ci-local/package.json"), "../dist/index.js");
  const args = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
  // Else it warns, on stdout, that a test plays another pipeline than a push.
  const quiet = "--ignore-predefined-vars=CI_PIPELINE_SOURCE,CI_COMMIT_BRANCH";
  const all = [bin, "--list-json", quiet, ...args, ...options];
  try {
    const { stdout, stderr } = await run(process.execPath, all, { cwd: folder, timeout: 60_000 });
    return { code: 0, jobs: JSON.parse(stdout) as Job[], output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return { code: 1, jobs: [], output: stdout + stderr };
  }
}

async function jobsOn(
  variables: Record<string, string>,
  ...options: string[]
): Promise<Record<string, string>> {
  const { code, jobs, output } = await check(PIPELINE, variables, ...options);
  if (code !== 0) throw new Error(output);
  return Object.fromEntries(
    jobs.filter(({ when }) => when !== "never").map(({ name, when }) => [name, when]),
  );
}

// A merge request's pipeline has no branch.
const MERGE_REQUEST = [
  { CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_PROJECT_ID: "1" },
  "--unset-variable",
  "CI_COMMIT_BRANCH",
] as const;

describe("the pipeline", () => {
  test("keeps GitLab's schema, and its jobs need jobs that exist", async () => {
    expect(await check(PIPELINE)).toMatchObject({
      code: 0,
      output: expect.stringContaining("json schema validated"),
    });
  });

  test("previews a branch's merge request, and posts after a failure too", async () => {
    const [variables, ...options] = MERGE_REQUEST;
    const jobs = await jobsOn({ ...variables, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1" }, ...options);
    expect(jobs).toEqual({ preview: "on_success", comment: "always" });
  });

  test("goes without a key for a fork's merge request", async () => {
    const [variables, ...options] = MERGE_REQUEST;
    const jobs = await jobsOn({ ...variables, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2" }, ...options);
    expect(jobs).toEqual({ keyless: "on_success" });
  });

  test("updates on a push to the default branch, not to another", async () => {
    expect(await jobsOn({ CI_PIPELINE_SOURCE: "push" })).toEqual({ plan: "on_success", up: "on_success" });
    expect(await jobsOn({ CI_PIPELINE_SOURCE: "push", CARECYCLE_REQUIRE_PLAN: "false" })).toEqual({
      up: "on_success",
    });
    expect(await jobsOn({ CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "topic" })).toEqual({});
  });

  test("looks for drift on a schedule, and then alone", async () => {
    expect(await jobsOn({ CI_PIPELINE_SOURCE: "schedule" })).toEqual({
      drift: "on_success",
      issue: "always",
    });
  });

  test("updates a stack one at a time, and is not interrupted", () => {
    const { up } = parse(PIPELINE);
    expect(up).toMatchObject({
      resource_group: "up-$STACK",
      interruptible: false,
      environment: { name: "$STACK" },
      // The job with the token that finds the plan is another one; without its plan, the script refuses.
      needs: [{ job: "plan", optional: true }],
      script: [
        '[ "$CARECYCLE_REQUIRE_PLAN" = false ] || export REQUIRE_PLAN=true',
        'scripts/up.sh "$STACK" "$FOLDER/plan.json"',
      ],
    });
  });

  test("brings what a check or a preview left, after a failure too", () => {
    const { drift, preview } = parse(PIPELINE);
    expect([drift.artifacts.when, preview.artifacts.when]).toEqual(["always", "always"]);
    // GitLab shows no link for a path with a variable.
    expect(preview.artifacts).toMatchObject({ expose_as: expect.any(String), paths: ["report/"] });
  });

  test("keeps the tokens that post away from the jobs that run the program, and the one for issues from branches", () => {
    const jobs = Object.entries(parse(PIPELINE)) as [
      string,
      { environment?: { name: string }; extends?: string; rules?: { if: string }[]; script?: string[] },
    ][];
    const posting = jobs.filter(([, { script }]) => script?.some((line) => line.includes("gitlab.cjs")));
    expect(posting.map(([name, { environment }]) => [name, environment?.name])).toEqual([
      ["comment", "$STACK-comments"],
      ["plan", "$STACK-plans"],
      ["issue", "$STACK-posts"],
    ]);
    for (const [name, job] of posting) {
      expect(job.extends).toBeUndefined();
      const users = jobs.filter(([, { environment }]) => environment?.name === job.environment?.name);
      expect(users.map(([user]) => user)).toEqual([name]);
    }
    // A schedule runs on the default branch, so that its variable can be protected.
    const issue = posting.find(([name]) => name === "issue")?.[1];
    expect(issue?.rules?.map((rule) => rule.if)).toEqual(['$CI_PIPELINE_SOURCE == "schedule"']);
  });
});

describe("the check fails", () => {
  test.each([
    ["on a value that the schema does not know", "action: verify", "action: look", "must be one of"],
    [
      "on a key that the schema does not know",
      "interruptible: false",
      "interruptable: false",
      "interruptable",
    ],
    ["on a job that needs one that is not there", "needs: [drift]", "needs: [drifd]", "drifd"],
  ])("%s", async (_, from, to, message) => {
    const { code, output } = await check(PIPELINE.replace(from, to));
    expect(code).toBe(1);
    expect(output).toContain(message);
  });
});
