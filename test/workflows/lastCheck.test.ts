// How a drift check comes by the report of the last one, which knows since when drift is there.
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const scripts = resolve(__dirname, "../../examples/gitops/scripts");
const { lastCheck } = require(`${scripts}/github.cjs`) as {
  lastCheck(options: { github: object; context: object; key: string }): Promise<string>;
};

interface Artifact {
  created_at: string;
  expired?: boolean;
  workflow_run: { id: number; head_branch: string; repository_id: number; head_repository_id: number } | null;
}

const artifact = (id: number, day: number, changes: object = {}, run: object = {}): Artifact => ({
  created_at: `2026-11-${day}T05:23:00Z`,
  expired: false,
  workflow_run: { id, head_branch: "main", repository_id: 1, head_repository_id: 1, ...run },
  ...changes,
});

async function found(artifacts: Artifact[], asked: object[] = []): Promise<string> {
  const listArtifactsForRepo = async (request: object) => {
    asked.push(request);
    return { data: { artifacts } };
  };
  const context = { repo: { owner: "acme", repo: "configs" }, ref: "refs/heads/main" };
  return lastCheck({ github: { rest: { actions: { listArtifactsForRepo } } }, context, key: "production" });
}

test("the newest report of the stack is taken", async () => {
  const asked: object[] = [];
  expect(await found([artifact(2, 21), artifact(3, 23), artifact(1, 20)], asked)).toBe("3");
  expect(asked).toMatchObject([{ owner: "acme", repo: "configs", name: "drift-production" }]);
});

test("what another branch, a fork or a vanished run left, or what has expired, is not", async () => {
  const others = [
    artifact(4, 24, {}, { head_branch: "feature" }),
    // A fork's branch may be named main, too.
    artifact(5, 24, {}, { head_repository_id: 2 }),
    artifact(6, 24, { expired: true }),
    artifact(7, 24, { workflow_run: null }),
  ];
  expect(await found([...others, artifact(1, 20)])).toBe("1");
  expect(await found(others)).toBe("");
  expect(await found([])).toBe("");
});

describe("drift.sh", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "last-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function check(cli: string, last: string): Promise<string> {
    const bin = join(folder, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    writeFileSync(join(bin, "pulumi-carecycle"), `#!/bin/bash\necho "$@" >> "${folder}/asked"\n${cli}\n`, {
      mode: 0o755,
    });
    const env = {
      ...process.env,
      PATH: `${bin}:${process.env.PATH}`,
      npm_config_update_notifier: "false",
      LAST: last,
    };
    return new Promise((done) => {
      execFile(join(scripts, "drift.sh"), ["production", "out"], { cwd: folder, env }, () =>
        done(readFileSync(join(folder, "asked"), "utf8").trim()),
      );
    });
  }

  test("gives the check the last report where there is one", async () => {
    writeFileSync(join(folder, "last.json"), "{}");
    expect(await check("exit 0", "last.json")).toContain("--since last.json");
    expect(await check("exit 0", "none.json")).not.toMatch(/--since none/);
  });

  test("keeps the last report where a check compared nothing, so that the next one has its dates", async () => {
    writeFileSync(join(folder, "last.json"), "the last one");
    await check("exit 1", "last.json");
    expect(readFileSync(join(folder, "out/report.json"), "utf8")).toBe("the last one");
    expect(existsSync(join(folder, "out/outcome"))).toBe(false);
  });

  test("leaves this check's report where there is one", async () => {
    writeFileSync(join(folder, "last.json"), "the last one");
    await check("echo new > out/report.json; exit 2", "last.json");
    expect(readFileSync(join(folder, "out/report.json"), "utf8")).toBe("new\n");
  });
});
