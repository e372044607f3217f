// What the workflows post, against stand-ins for both forges, and the shell scripts against stand-ins for the CLIs.

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const SCRIPTS = resolve(__dirname, "../../examples/gitops/scripts");
const { compose } = require(`${SCRIPTS}/posts.cjs`) as {
  compose(parts: { mark: string; report: string; footer: string; limit: number }): string;
};
type Post = (options: Record<string, unknown>) => Promise<void>;
const github = require(`${SCRIPTS}/github.cjs`) as { comment: Post; issue: Post };
const gitlab = require(`${SCRIPTS}/gitlab.cjs`) as {
  main(args: string[], env: Record<string, string>, fetcher: typeof fetch): Promise<string>;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "posts-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const report = (text: string, outcome?: string) => {
  writeFileSync(join(folder, "report.md"), text);
  if (outcome !== undefined) writeFileSync(join(folder, "outcome"), `${outcome}\n`);
};

interface Item {
  number: number;
  body: string;
  by: string;
  title?: string;
  state?: string;
  labels?: string[];
  said: string[];
}

/** A forge's comments and issues, as both stand-ins keep them. */
class Board {
  comments: Item[] = [];
  issues: Item[] = [];
  add(list: Item[], body: string, by: string, rest: Partial<Item> = {}): Item {
    const item = { number: this.comments.length + this.issues.length + 1, body, by, said: [], ...rest };
    list.push(item);
    return item;
  }
  issue(number: number): Item {
    const found = this.issues.find((it) => it.number === number);
    if (!found) throw new Error(`no issue ${number}`);
    return found;
  }
}

type Request = Record<string, never> & { [name: string]: string & number };

function onGitHub(board: Board) {
  const bot = "github-actions[bot]";
  const shown = (it: Item) => ({ ...it, id: it.number, user: { login: it.by } });
  const issues = {
    listComments: async () =>
      board.comments.map(({ number: id, body, by }) => ({ id, body, user: { login: by } })),
    createComment: async ({ issue_number, body }: Request) => {
      if (issue_number === 7) board.add(board.comments, body ?? "", bot);
      else board.issue(issue_number ?? 0).said.push(body ?? "");
    },
    updateComment: async ({ comment_id, body }: Request) => {
      const found = board.comments.find(({ number }) => number === comment_id);
      if (found) found.body = body ?? "";
    },
    listForRepo: async ({ state, labels }: Request) =>
      board.issues.filter((it) => it.state === state && it.labels?.includes(labels ?? "")).map(shown),
    create: async ({ title, body, labels }: Request) => {
      board.add(board.issues, body ?? "", bot, {
        title: title ?? "",
        state: "open",
        labels: labels as never,
      });
    },
    update: async ({ issue_number, ...changes }: Request) => {
      Object.assign(board.issue(issue_number ?? 0), changes);
    },
  };
  const context = {
    repo: { owner: "acme", repo: "configs" },
    payload: { pull_request: { number: 7 } },
    serverUrl: "https://github.example.com",
    runId: 42,
  };
  const options = {
    github: {
      rest: { issues },
      paginate: (list: (request: object) => unknown, request: object) => list(request),
    },
    context,
    core: { warning: () => {} },
  };
  return {
    bot,
    comment: (key: string) => github.comment({ ...options, key, folder }),
    issue: (key: string) => github.issue({ ...options, key, folder }),
  };
}

// Real HTTP, two to a page, so that paging is walked.
async function onGitLab(board: Board, server: Server) {
  const bot = "9";
  const shown = (it: Item) => ({ id: it.number + 1000, author: { id: Number(it.by) } });
  server.on("request", async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sent =
      chunks.length > 0 ? (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>) : {};
    const url = new URL(request.url ?? "", "http://localhost");
    const path = url.pathname.replace("/api/projects/1", "");
    const number = Number(path.match(/\/(\d+)(\/notes)?$/)?.[1]);
    const answer = (status: number, body: unknown, headers = {}) =>
      response.writeHead(status, headers).end(JSON.stringify(body));
    const page = (items: object[]) => {
      const at = Number(url.searchParams.get("page"));
      answer(200, items.slice(at * 2 - 2, at * 2), { "x-next-page": items.length > at * 2 ? at + 1 : "" });
    };
    if (request.headers["private-token"] !== "t") answer(401, {});
    else if (path === "/api/user") answer(200, { id: Number(bot) });
    else if (path === "/merge_requests/7/notes") {
      if (request.method === "GET")
        page(board.comments.map((it) => ({ ...shown(it), id: it.number, body: it.body })));
      else answer(201, board.add(board.comments, sent.body ?? "", bot));
    } else if (path.startsWith("/merge_requests/7/notes/")) {
      const found = board.comments.find((it) => it.number === number);
      if (found) found.body = sent.body ?? "";
      answer(found ? 200 : 404, {});
    } else if (path === "/issues" && request.method === "GET") {
      const open = board.issues.filter(
        (it) => it.state === "open" && it.labels?.includes(url.searchParams.get("labels") ?? ""),
      );
      page(open.map((it) => ({ ...shown(it), iid: it.number, description: it.body })));
    } else if (path === "/issues") {
      const { title = "", description = "", labels = "" } = sent;
      answer(
        201,
        board.add(board.issues, description, bot, { title, state: "open", labels: labels.split(",") }),
      );
    } else if (path.endsWith("/notes")) {
      board.issue(number).said.push(sent.body ?? "");
      answer(201, {});
    } else {
      const issue = board.issue(number);
      if (sent.state_event === "close") issue.state = "closed";
      if (sent.description !== undefined) issue.body = sent.description;
      answer(200, {});
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const env = {
    CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    CI_PROJECT_ID: "1",
    CI_MERGE_REQUEST_IID: "7",
    CI_PIPELINE_URL: "https://gitlab.example.com/acme/configs/-/pipelines/42",
    GITLAB_TOKEN: "t",
  };
  return {
    bot,
    comment: (key: string) => gitlab.main(["comment", key, folder], env, fetch),
    issue: (key: string) => gitlab.main(["issue", key, folder], env, fetch),
  };
}

describe.each(["GitHub", "GitLab"])("on %s", (name) => {
  let board: Board;
  let server: Server;
  let forge: { bot: string; comment(key: string): Promise<unknown>; issue(key: string): Promise<unknown> };
  beforeEach(async () => {
    board = new Board();
    server = createServer();
    forge = name === "GitHub" ? onGitHub(board) : await onGitLab(board, server);
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test("a second push updates the one comment, among others", async () => {
    for (const text of ["one", "two", "three"]) board.add(board.comments, text, "5");
    report("first");
    await forge.comment("production");
    report("second");
    await forge.comment("production");
    const ours = board.comments.filter(({ by }) => by === forge.bot);
    expect(ours).toHaveLength(1);
    expect(ours[0]?.body).toMatch(
      /^<!-- pulumi-carecycle:preview:production -->\n\nsecond\n\n\[.*\]\(https:.*42\)$/,
    );
    expect(board.comments).toHaveLength(4);
  });

  test("each stack has its comment", async () => {
    report("text");
    await forge.comment("production");
    await forge.comment("staging");
    expect(board.comments).toHaveLength(2);
  });

  test("somebody else's comment with our marker is left alone", async () => {
    board.add(board.comments, "<!-- pulumi-carecycle:preview:production -->\nmine", "5");
    report("text");
    await forge.comment("production");
    expect(board.comments.map(({ body }) => body)).toEqual([
      expect.stringContaining("mine"),
      expect.stringContaining("text"),
    ]);
  });

  test("a failed preview replaces what the comment said", async () => {
    report("all well");
    await forge.comment("production");
    rmSync(join(folder, "report.md"));
    await forge.comment("production");
    expect(board.comments).toHaveLength(1);
    expect(board.comments[0]?.body).toContain("failed");
    expect(board.comments[0]?.body).not.toContain("all well");
  });

  test("drift opens one issue, updates it, and closes it when it is gone", async () => {
    report("name moved", "drift");
    await forge.issue("production");
    report("name and type moved", "drift");
    await forge.issue("production");
    expect(board.issues).toHaveLength(1);
    expect(board.issues[0]).toMatchObject({ title: "Drift in production", state: "open", said: [] });
    expect(board.issues[0]?.body).toContain("name and type moved");

    report("nothing", "clean");
    await forge.issue("production");
    await forge.issue("production");
    expect(board.issues).toHaveLength(1);
    expect(board.issues[0]?.state).toBe("closed");
    expect(board.issues[0]?.said).toEqual([expect.stringContaining("No drift any more")]);

    report("again", "drift");
    await forge.issue("production");
    expect(board.issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test("a double is closed, the oldest stays", async () => {
    report("text", "drift");
    await forge.issue("production");
    const [first] = board.issues;
    board.add(board.issues, first?.body ?? "", forge.bot, { state: "open", labels: ["carecycle-drift"] });
    await forge.issue("production");
    expect(board.issues.map(({ state }) => state)).toEqual(["open", "closed"]);
  });

  test("other issues stay, with our marker or our label", async () => {
    board.add(board.issues, "<!-- pulumi-carecycle:drift:production -->", "5", {
      state: "open",
      labels: ["carecycle-drift"],
    });
    board.add(board.issues, "<!-- pulumi-carecycle:drift:staging -->", forge.bot, {
      state: "open",
      labels: ["carecycle-drift"],
    });
    report("nothing", "clean");
    await forge.issue("production");
    expect(board.issues.map(({ state }) => state)).toEqual(["open", "open"]);
  });

  test("a check that failed neither opens nor closes", async () => {
    report("text", "drift");
    await forge.issue("production");
    rmSync(join(folder, "outcome"));
    await forge.issue("production");
    expect(board.issues).toMatchObject([{ state: "open", said: [] }]);
  });
});

describe("a post that is too long", () => {
  const mark = "<!-- mark -->";
  const long = (lines: number) =>
    Array.from({ length: lines }, (_, i) => `| row ${i} | ${"x".repeat(60)} |`).join("\n");

  test("fits, keeps marker and footer, and ends at a whole line", () => {
    const body = compose({ mark, report: long(2000), footer: "[run](u)", limit: 65_536 });
    expect(body.length).toBeLessThanOrEqual(65_536);
    expect(body.length).toBeGreaterThan(64_000);
    expect(body.startsWith(`${mark}\n\n| row 0 |`)).toBe(true);
    expect(body).toMatch(/x \|\n\n_Too long.*_\n\n\[run\]\(u\)$/);
  });

  test("closes the fold and the code block that it cut", () => {
    const body = compose({
      mark,
      report: `<details><summary>all</summary>\n\n\`\`\`json\n${long(2000)}\n\`\`\`\n</details>`,
      footer: "f",
      limit: 10_000,
    });
    expect(body).toMatch(/x \|\n```\n\n<\/details>\n\n_Too long/);
  });

  test("at the limit is not cut", () => {
    const footer = "f";
    const room = 1000 - `${mark}\n\n\n\n${footer}`.length;
    expect(compose({ mark, report: "y".repeat(room), footer, limit: 1000 })).toHaveLength(1000);
  });
});

describe("GitLab", () => {
  test("without a token posts nothing and says so", async () => {
    const refuse = () => Promise.reject(new Error("called"));
    expect(await gitlab.main(["comment", "production", folder], {}, refuse)).toContain(
      "GITLAB_TOKEN is not set",
    );
  });

  test("names a refused request without the token", async () => {
    const env = {
      CI_API_V4_URL: "https://gitlab.example.com/api/v4",
      CI_PROJECT_ID: "1",
      GITLAB_TOKEN: "glpat-x",
    };
    const refuse = async () => new Response("glpat-x", { status: 403 });
    report("text");
    await expect(gitlab.main(["comment", "p", folder], env, refuse)).rejects.toThrow(
      /^GET \/api\/v4\/user answered 403$/,
    );
  });
});

describe("the shell scripts", () => {
  // npx finds a CLI in node_modules/.bin, pulumi is found on PATH.
  function runScript(script: string, args: string[], cli: string, pulumi = "exit 0") {
    const bin = join(folder, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(bin, "pulumi-carecycle"), `#!/bin/bash\necho "$@" >> "${folder}/asked"\n${cli}\n`, {
      mode: 0o755,
    });
    writeFileSync(join(bin, "pulumi"), `#!/bin/bash\necho "pulumi $*" >> "${folder}/asked"\n${pulumi}\n`, {
      mode: 0o755,
    });
    const env = { ...process.env, PATH: `${bin}:${process.env.PATH}`, npm_config_update_notifier: "false" };
    return new Promise<{ code: number; err: string; asked: string[] }>((done) => {
      execFile(join(SCRIPTS, script), args, { cwd: folder, env }, (error, _, err) => {
        const asked = join(folder, "asked");
        done({
          code: typeof error?.code === "number" ? error.code : error ? -1 : 0,
          err,
          asked: existsSync(asked) ? readFileSync(asked, "utf8").trim().split("\n") : [],
        });
      });
    });
  }

  test.each([0, 2])(
    "preview.sh takes exit code %i for a success, with a report in both formats",
    async (code) => {
      const run = await runScript("preview.sh", ["production", "out"], `exit ${code}`);
      expect(run).toMatchObject({ code: 0 });
      expect(run.asked).toEqual([
        "preview --stack production --output out/report.md --output out/report.html --plan out/plan.json",
      ]);
    },
  );

  test("preview.sh fails with the preview, leaves no former report, and passes options on", async () => {
    mkdirSync(join(folder, "out"), { recursive: true });
    writeFileSync(join(folder, "out/report.md"), "former");
    const run = await runScript("preview.sh", ["production", "out", "--all"], "exit 1");
    expect(run.code).toBe(1);
    expect(run.asked).toEqual([expect.stringMatching(/--plan out\/plan.json --all$/)]);
    expect(existsSync(join(folder, "out/report.md"))).toBe(false);
  });

  test.each([
    ["{}", "--refresh --run-program --skip-preview"],
    [
      '{"carecycle:onConflict":{"value":"overwrite","secret":false}}',
      "--refresh --run-program --skip-preview",
    ],
    ['{"carecycle:onConflict":{"value":"fail","secret":false}}', "--skip-preview"],
  ])("up.sh with the stack config %s runs up %s", async (config, options) => {
    const run = await runScript("up.sh", ["production"], "exit 1", `[ "$1" != config ] || echo '${config}'`);
    expect(run).toMatchObject({ code: 0 });
    expect(run.asked).toEqual([
      "pulumi config --stack production --json --non-interactive",
      `pulumi up --stack production ${options} --yes --non-interactive`,
    ]);
  });

  test.each(["exit 255", "echo nonsense", "true"])(
    "up.sh updates nothing where the stack config cannot be read (%s)",
    async (pulumi) => {
      const run = await runScript("up.sh", ["production"], "exit 1", pulumi);
      expect(run.code).not.toBe(0);
      expect(run.asked).toEqual(["pulumi config --stack production --json --non-interactive"]);
    },
  );

  test("up.sh fails with the update", async () => {
    expect((await runScript("up.sh", ["p"], "exit 1", "[ $1 = config ] && echo {} || exit 7")).code).toBe(7);
  });

  test("drift.sh keeps what a look left that could not read all, and fails", async () => {
    const cli = 'while [ "$1" != --output ]; do shift; done; echo told > "$2"; exit 1';
    const run = await runScript("drift.sh", ["production", "out"], cli);
    expect(run.code).toBe(1);
    expect(readFileSync(join(folder, "out/outcome"), "utf8")).toBe("drift\n");
  });

  test("drift.sh says nothing by what an earlier look left", async () => {
    mkdirSync(join(folder, "out"));
    for (const file of ["report.md", "outcome"]) writeFileSync(join(folder, "out", file), "old");
    expect((await runScript("drift.sh", ["production", "out"], "exit 1")).code).toBe(1);
    expect(existsSync(join(folder, "out/outcome"))).toBe(false);
  });

  test.each([
    [0, 0, "clean"],
    [2, 0, "drift"],
    [1, 1, undefined],
  ])("drift.sh on exit code %i exits %i and notes %s", async (code, expected, outcome) => {
    const run = await runScript("drift.sh", ["production", "out", "--shard", "2/4"], `exit ${code}`);
    expect(run.code).toBe(expected);
    expect(run.asked).toEqual([
      "drift --stack production --output out/report.md --output out/report.json --shard 2/4",
    ]);
    const file = join(folder, "out/outcome");
    expect(existsSync(file) ? readFileSync(file, "utf8").trim() : undefined).toBe(outcome);
  });
});
