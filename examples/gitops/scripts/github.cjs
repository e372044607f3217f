// Posts on GitHub, from a step of actions/github-script.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { keepComment, keepIssue } = require("./posts.cjs");

const LABEL = "carecycle-drift";
// The account behind a workflow's own token.
const BOT = "github-actions[bot]";

function forge(github, context) {
  const { owner, repo } = context.repo;
  const number = context.payload.pull_request?.number;
  const post = ({ id, number, body, user }) => ({ id: number ?? id, body, mine: user?.login === BOT });
  const { issues } = github.rest;
  return {
    limit: 65_536,
    comments: async () => {
      const request = { owner, repo, issue_number: number, per_page: 100 };
      return (await github.paginate(issues.listComments, request)).map(post);
    },
    addComment: (body) => issues.createComment({ owner, repo, issue_number: number, body }),
    editComment: (id, body) => issues.updateComment({ owner, repo, comment_id: id, body }),
    openIssues: async () => {
      // By label, because a label takes triage rights; oldest first, so that the same one is kept each time.
      const order = { sort: "created", direction: "asc", per_page: 100 };
      return (
        await github.paginate(issues.listForRepo, { owner, repo, state: "open", labels: LABEL, ...order })
      ).map(post);
    },
    openIssue: (title, body) => issues.create({ owner, repo, title, body, labels: [LABEL] }),
    editIssue: (id, body) => issues.update({ owner, repo, issue_number: id, body }),
    closeIssue: async (id, why) => {
      await issues.update({ owner, repo, issue_number: id, state: "closed", state_reason: "completed" });
      await issues.createComment({ owner, repo, issue_number: id, body: why });
    },
  };
}

function runUrl(context) {
  const { owner, repo } = context.repo;
  return `${context.serverUrl}/${owner}/${repo}/actions/runs/${context.runId}`;
}

/** Posts FOLDER/report.md on the pull request; a missing report is a failed preview. */
async function comment({ github, context, key, folder }) {
  const file = join(folder, "report.md");
  const report = existsSync(file) ? readFileSync(file, "utf8") : undefined;
  await keepComment(forge(github, context), { key, report, runUrl: runUrl(context) });
}

/** Keeps the drift issue; without FOLDER/outcome the check failed, and the issue stays as it is. */
async function issue({ github, context, core, key, folder }) {
  const file = join(folder, "outcome");
  if (!existsSync(file)) return core.warning(`${key} was not checked: its issue stays as it is.`);
  const drifted = readFileSync(file, "utf8").trim() === "drift";
  const report = drifted ? readFileSync(join(folder, "report.md"), "utf8") : undefined;
  await keepIssue(forge(github, context), { key, drifted, report, runUrl: runUrl(context) });
}

/**
 * The run that left the newest drift report of a stack, or "" where none is kept. Runs of forks and of other branches may have left
 * artifacts of the same name; what they say is not this branch's.
 */
async function lastCheck({ github, context, key }) {
  const { owner, repo } = context.repo;
  const request = { owner, repo, name: `drift-${key}`, per_page: 100 };
  const { data } = await github.rest.actions.listArtifactsForRepo(request);
  const branch = context.ref.replace("refs/heads/", "");
  const found = data.artifacts
    .filter(({ expired, workflow_run: run }) => !expired && run?.head_branch === branch)
    .filter(({ workflow_run: run }) => run.head_repository_id === run.repository_id)
    .sort((a, b) => b.created_at.localeCompare(a.created_at));
  return String(found[0]?.workflow_run.id ?? "");
}

/**
 * The run of preview.yml that left the plan of what the commit `sha` of main brought: that of the last commit of the pull request
 * that was merged as `sha`, be it by a merge, a squash or a rebase.
 * @returns the run's id.
 */
async function reviewedRun({ github, context, sha, artifact }) {
  const { owner, repo } = context.repo;
  const pulls = await github.paginate(github.rest.repos.listPullRequestsAssociatedWithCommit, {
    owner,
    repo,
    commit_sha: sha,
    per_page: 100,
  });
  const pull = pulls.find((it) => it.merged_at && it.merge_commit_sha === sha);
  const nothing = (why) => new Error(`${why}: there is no plan to apply. See README.md.`);
  if (!pull) throw nothing(`${sha} is not what the merge of a pull request brought to main`);
  const runs = await github.paginate(github.rest.actions.listWorkflowRuns, {
    owner,
    repo,
    workflow_id: "preview.yml",
    event: "pull_request",
    status: "success",
    head_sha: pull.head.sha,
    per_page: 100,
  });
  // A fork's run has no key, and leaves nothing; whatever it left would be a stranger's.
  const own = runs
    .filter((run) => run.head_repository?.full_name === `${owner}/${repo}`)
    .sort((a, b) => b.run_number - a.run_number);
  for (const { id: run_id } of own) {
    const artifacts = await github.paginate(github.rest.actions.listWorkflowRunArtifacts, {
      owner,
      repo,
      run_id,
      name: artifact,
      per_page: 100,
    });
    if (artifacts.some((it) => it.name === artifact && !it.expired)) return run_id;
  }
  throw nothing(
    `no successful preview of ${pull.head.sha} (#${pull.number}) left ${artifact}, or it has expired`,
  );
}

module.exports = { comment, issue, lastCheck, reviewedRun };
