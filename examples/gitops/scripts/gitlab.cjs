// Posts on GitLab: `node scripts/gitlab.cjs comment|issue KEY FOLDER` in a job that has GITLAB_TOKEN.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { keepComment, keepIssue } = require("./posts.cjs");

const LABEL = "carecycle-drift";

function forge(env, fetch) {
  const project = `${env.CI_API_V4_URL}/projects/${env.CI_PROJECT_ID}`;

  async function call(method, url, body) {
    const response = await fetch(url, {
      method,
      headers: { "PRIVATE-TOKEN": env.GITLAB_TOKEN, "content-type": "application/json" },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    // Neither the token nor what was posted is repeated in the log.
    if (!response.ok) throw new Error(`${method} ${new URL(url).pathname} answered ${response.status}`);
    return response;
  }

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

/** @returns what was done, in words for the log. */
async function main([kind, key, folder], env, fetch) {
  if (kind !== "comment" && kind !== "issue") throw new Error("usage: gitlab.cjs comment|issue KEY FOLDER");
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
