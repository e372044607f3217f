// The plan that an update applies: how the workflows find the one that was reviewed, and what up.sh does with it.
import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const SCRIPTS = resolve(__dirname, "../../examples/gitops/scripts");
const { reviewedRun } = require(`${SCRIPTS}/github.cjs`) as {
  reviewedRun(options: Record<string, unknown>): Promise<number>;
};
const gitlab = require(`${SCRIPTS}/gitlab.cjs`) as {
  main(args: string[], env: Record<string, string>, fetcher: typeof fetch): Promise<string>;
};

const merge = "a".repeat(40);
const head = "b".repeat(40);
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "plans-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("on GitHub", () => {
  const pull = { number: 7, merged_at: "2026-01-01", merge_commit_sha: merge, head: { sha: head } };
  const run = (id: number, repo = "acme/configs") => ({
    id,
    run_number: id,
    head_sha: head,
    head_repository: { full_name: repo },
  });
  function find(pulls: object[], runs: ReturnType<typeof run>[], artifacts: Record<number, object[]>) {
    const asked: Record<string, unknown>[] = [];
    const github = {
      rest: {
        repos: { listPullRequestsAssociatedWithCommit: async () => pulls },
        actions: {
          listWorkflowRuns: async (request: Record<string, unknown>) => {
            asked.push(request);
            return runs.filter(({ head_sha }) => head_sha === request.head_sha);
          },
          listWorkflowRunArtifacts: async ({ run_id }: { run_id: number }) => artifacts[run_id] ?? [],
        },
      },
      paginate: (method: (request: unknown) => unknown, request: unknown) => method(request),
    };
    const context = { repo: { owner: "acme", repo: "configs" } };
    const found = reviewedRun({ github, context, sha: merge, artifact: "preview-production" });
    return { found, asked };
  }
  const plan = [{ name: "preview-production", expired: false }];

  test("it is that of the newest successful preview of the merged pull request's head", async () => {
    const others = [
      { ...pull, number: 6, merge_commit_sha: head },
      { ...pull, number: 5, merged_at: null },
    ];
    const { found, asked } = find([...others, pull], [run(3), run(9), run(5)], { 3: plan, 5: plan, 9: plan });
    await expect(found).resolves.toBe(9);
    expect(asked).toMatchObject([
      { workflow_id: "preview.yml", event: "pull_request", status: "success", head_sha: head },
    ]);
  });

  test.each([
    ["the commit is no merge of a pull request", [], [run(3)], { 3: plan }, /is not what the merge/],
    ["another run left it", [pull], [], {}, /no successful preview/],
    ["a fork's run left it", [pull], [run(3, "stranger/configs")], { 3: plan }, /no successful preview/],
    [
      "it has expired",
      [pull],
      [run(3)],
      { 3: [{ name: "preview-production", expired: true }] },
      /has expired: there is no plan to apply/,
    ],
  ])("there is none where %s", async (_, pulls, runs, artifacts, message) => {
    await expect(find(pulls, runs, artifacts as Record<number, object[]>).found).rejects.toThrow(message);
  });
});

describe("on GitLab", () => {
  const env = {
    CI_API_V4_URL: "https://gitlab.example.com/api/v4",
    CI_PROJECT_ID: "1",
    CI_COMMIT_SHA: merge,
    GITLAB_TOKEN: "glpat-x",
  };
  const request = {
    iid: 4,
    state: "merged",
    sha: head,
    squash_commit_sha: merge,
    source_project_id: 1,
  };
  const answers = (overrides: Record<string, unknown> = {}) => {
    const pages: Record<string, unknown> = {
      [`/repository/commits/${merge}/merge_requests`]: [request],
      "/merge_requests/4/pipelines": [
        { id: 8, sha: head, project_id: 1 },
        { id: 9, sha: head, project_id: 1 },
        { id: 10, sha: merge, project_id: 1 },
      ],
      "/pipelines/9/jobs": [
        { id: 90, name: "preview: [staging]" },
        { id: 91, name: "preview: [production]" },
      ],
      "/jobs/91/artifacts/report/production/plan.json": { plan: true },
      ...overrides,
    };
    return (async (url: string) => {
      const path = new URL(url).pathname.replace("/api/v4/projects/1", "");
      return path in pages ? Response.json(pages[path]) : new Response("glpat-x", { status: 404 });
    }) as typeof fetch;
  };
  const fetchPlan = (fetcher: typeof fetch) =>
    gitlab.main(["plan", "production", join(folder, "out")], env, fetcher);

  test("it is that of the last preview of the merge request that brought the commit", async () => {
    expect(await fetchPlan(answers())).toBe("The plan is that of !4, job 91.");
    expect(readFileSync(join(folder, "out/plan.json"), "utf8")).toBe('{"plan":true}');
  });

  test.each([
    ["the commit was pushed", { [`/repository/commits/${merge}/merge_requests`]: [] }, /is not what a merge/],
    [
      "the merge request came from a fork",
      { [`/repository/commits/${merge}/merge_requests`]: [{ ...request, source_project_id: 2 }] },
      /came from a fork/,
    ],
    ["no preview succeeded", { "/pipelines/9/jobs": [], "/pipelines/8/jobs": [] }, /no successful preview/],
    [
      "its artifacts have expired",
      { "/pipelines/9/jobs": [{ id: 99, name: "preview" }] },
      /^GET .*plan\.json answered 404$/,
    ],
  ])("there is none where %s", async (_, overrides, message) => {
    const error = await fetchPlan(answers(overrides)).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
    expect(String(error)).not.toContain("glpat-x");
    expect(existsSync(join(folder, "out/plan.json"))).toBe(false);
  });
});

describe("up.sh", () => {
  function up(args: string[], more: NodeJS.ProcessEnv = {}) {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    const pulumi = `#!/bin/bash\n[ "$1" = config ] && echo {} || echo "$* plan=$CARECYCLE_PLAN" >> "${folder}/asked"\n`;
    writeFileSync(join(bin, "pulumi"), pulumi, { mode: 0o755 });
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, ...more };
    return new Promise<{ code: number; stderr: string; asked: string }>((done) => {
      execFile(join(SCRIPTS, "up.sh"), args, { cwd: folder, env }, (error, _, stderr) =>
        done({
          code: error ? Number(error.code ?? -1) : 0,
          stderr,
          asked: existsSync(join(folder, "asked")) ? readFileSync(join(folder, "asked"), "utf8") : "",
        }),
      );
    });
  }

  test("names the plan by its whole path, and leaves what drifted elsewhere alone", async () => {
    writeFileSync(join(folder, "plan.json"), "{}");
    expect(await up(["production", "plan.json"], { REQUIRE_PLAN: "true" })).toMatchObject({
      code: 0,
      asked: `up --stack production --skip-preview --yes --non-interactive plan=${folder}/plan.json\n`,
    });
  });

  test("refuses without a plan where one is required, and not where the variable turns that off", async () => {
    const refused = await up(["production", "missing.json"], { REQUIRE_PLAN: "true" });
    expect(refused).toMatchObject({
      code: 1,
      asked: "",
      stderr: expect.stringContaining("There is no plan"),
    });
    const free = await up(["production", "missing.json"], { REQUIRE_PLAN: "false" });
    expect(free).toMatchObject({ code: 0, asked: expect.stringMatching(/--refresh .* plan=\n$/) });
  });
});
