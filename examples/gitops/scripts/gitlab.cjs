// Posts on GitLab: `node scripts/gitlab.cjs comment|issue KEY FOLDER` in a job that has GITLAB_TOKEN; with `plan` instead, it
// fetches the plan of the merge request that brought the commit, into FOLDER.
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");
const { keepComment, keepIssue } = require("./posts.cjs");

const LABEL = "carecycle-drift";

const projectUrl = (env) => `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}`;

function caller(env, fetch) {
  return async function call(method, url, body) {
    const response = await fetch(url, {
      method,
      headers: { "PRIVATE-TOKEN": env.GITLAB_TOKEN, "content-type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    // Neither the token nor what was posted is repeated in the log.
    if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}`);
    return response;
  };
}

function forge(env, fetch) {
  const project = projectUrl(env);
  const call = caller(env, fetch);

  async function all(path, query) {
    const { id: me } = await (await call("GET", `${env.CI_API_V4_URL}/user`)).json();
    const found = [];
    for (let page = "1"; page; ) {
      const response = await call(
        "GET",
        `${project}${path}?${new URLSearchParams({ ...query, per_page: "100", page })}`,
      );
      found.push(...(await response.json()));
      page = response.headers.get("x-next-page");
    }
    return found.map((it) => ({
      id: it.iid ?? it.id,
      body: it.body ?? it.description,
      mine: it.author?.id === me,
    }));
  }

  const notes = `/merge_requests/${env.CI_MERGE_REQUEST_IID}/notes`;
  return {
    limit: 1_000_000,
    comments: () => all(notes, { sort: "asc", order_by: "created_at" }),
    addComment: (body) => call("POST", `${project}${notes}`, { body }),
    editComment: (id, body) => call("PUT", `${project}${notes}/${id}`, { body }),
    openIssues: () => all("/issues", { state: "opened", labels: LABEL, sort: "asc", order_by: "created_at" }),
    openIssue: (title, description) =>
      call("POST", `${project}/issues`, { title, description, labels: LABEL }),
    editIssue: (id, description) => call("PUT", `${project}/issues/${id}`, { description }),
    closeIssue: async (id, why) => {
      await call("PUT", `${project}/issues/${id}`, { state_event: "close" });
      await call("POST", `${project}/issues/${id}/notes`, { body: why });
    },
  };
}

/** Fetches FOLDER/plan.json as the last preview of the merge request left it that was merged as the commit. */
async function fetchPlan(env, fetch, key, folder) {
  const project = projectUrl(env);
  const call = caller(env, fetch);
  const get = async (path) => (await call("GET", `${project}${path}`)).json();
  const sha = env.CI_COMMIT_SHA;
  const nothing = (why) => new Error(`${why}: there is no plan to apply. See README.md.`);
  const merged = (await get(`/repository/commits/${sha}/merge_requests?per_page=100`)).find(
    (it) => it.state === "merged" && [it.merge_commit_sha, it.squash_commit_sha, it.sha].includes(sha),
  );
  if (!merged) throw nothing(`${sha} is not what a merge request brought`);
  if (String(merged.source_project_id) !== String(env.CI_PROJECT_ID))
    throw nothing(`!${merged.iid} came from a fork, whose preview has no key`);
  const pipelines = (await get(`/merge_requests/${merged.iid}/pipelines?per_page=100`))
    .filter((it) => it.sha === merged.sha && String(it.project_id) === String(env.CI_PROJECT_ID))
    .sort((a, b) => b.id - a.id);
  for (const { id } of pipelines) {
    const jobs = await get(`/pipelines/${id}/jobs?scope[]=success&per_page=100`);
    const job = jobs.find((it) => it.name === "preview" || it.name === `preview: [${key}]`);
    if (!job) continue;
    const response = await call(
      "GET",
      `${project}/jobs/${job.id}/artifacts/report/${encodeURIComponent(key)}/plan.json`,
    );
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "plan.json"), await response.text());
    return `The plan is that of !${merged.iid}, job ${job.id}.`;
  }
  throw nothing(`no successful preview of ${merged.sha} (!${merged.iid}) is left`);
}

/** @returns what was done, in words for the log. */
async function main([kind, key, folder], env, fetch) {
  if (!["comment", "issue", "plan"].includes(kind))
    throw new Error("usage: gitlab.cjs comment|issue|plan KEY FOLDER");
  if (kind === "plan") {
    if (!env.GITLAB_TOKEN)
      throw new Error("GITLAB_TOKEN is not set here, so the plan cannot be fetched. See README.md.");
    return fetchPlan(env, fetch, key, folder);
  }
  if (!env.GITLAB_TOKEN)
    return "GITLAB_TOKEN is not set here: nothing is posted, the report is in the job's artifacts.";
  const read = (name) => {
    const file = join(folder, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const target = { key, report: read("report.md"), runUrl: env.CI_PIPELINE_URL };
  if (kind === "comment") {
    await keepComment(forge(env, fetch), target);
    return "The comment is up to date.";
  }
  const outcome = read("outcome")?.trim();
  if (outcome === undefined) return `${key} was not checked: its issue stays as it is.`;
  await keepIssue(forge(env, fetch), { ...target, drifted: outcome === "drift" });
  return "The issue is up to date.";
}

module.exports = { main };

if (require.main === module) {
  main(process.argv.slice(2), process.env, fetch).then(console.log, (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
