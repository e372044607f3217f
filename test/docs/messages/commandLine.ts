// Provokes the messages of the command line. A script in the place of the Pulumi CLI fails as the real one does.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { DEFAULT_KEY, startEmulator } from "../../emulator";
import { previewPath } from "../../support/reports";
import { runCli } from "../../support/runCli";
import { id, type Provoked } from "./provoked";

/** What `drift` says where `pulumi` has this version, lists these stacks, and fails with `error` otherwise. */
function drift({ version = "v3.260.0", error = "", args = ["--stack", "dev"] }): () => Promise<string> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), "fake-pulumi-"));
    const { PATH } = process.env;
    try {
      const script = `#!/bin/sh\ncase "$1" in\nversion) echo ${version};;\nstack) echo '[]';;\n*) echo "${error}" >&2; exit 255;;\nesac\n`;
      writeFileSync(join(folder, "pulumi"), script);
      chmodSync(join(folder, "pulumi"), 0o755);
      writeFileSync(join(folder, "Pulumi.yaml"), "name: desks\nruntime: nodejs\n");
      process.env.PATH = version === "" ? folder.concat("/none") : [folder, PATH].join(delimiter);
      const { stderr } = await runCli(["drift", "--cwd", folder, ...args]);
      return stderr;
    } finally {
      process.env.PATH = PATH;
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** What `adopt` says of these ids to a folder; twice, so that the second finds the files of the first. */
const adopt = (ids: string[], key?: string) => async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "adopted-"));
  const emulator = await startEmulator({ seed: [{ id, name: "Desk" }], rate: 1000, windowSeconds: 1 });
  const env = { CARECYCLE_BASE_URL: emulator.url, ...(key && { CARECYCLE_API_KEY: key }) };
  try {
    await runCli(["adopt", ...ids, "--out", folder], { env });
    return (await runCli(["adopt", ...ids, "--out", folder], { env })).stderr;
  } finally {
    await emulator.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** What `report` says of this text. */
const report =
  (stdin: string, ...args: string[]) =>
  async (): Promise<string> => {
    const { stderr } = await runCli(["report", ...args], { stdin, env: { CARECYCLE_API_KEY: "cc_unit" } });
    return stderr;
  };

/** What the command line says to these arguments. */
const said =
  (...args: string[]) =>
  async (): Promise<string> =>
    (await runCli(args, { stdin: unchanged })).stderr;

/** What `drift` says of an earlier report that is none. */
async function sinceNothing(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "since-"));
  try {
    writeFileSync(join(folder, "last.json"), "{}");
    return await said("drift", "--cwd", join(folder, "none"), "--since", join(folder, "last.json"))();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What `usage` says where another account is pinned. */
async function usageOfAnother(): Promise<string> {
  const emulator = await startEmulator({ seed: [{ id, name: "Desk" }], rate: 1000, windowSeconds: 1 });
  const env = {
    CARECYCLE_BASE_URL: emulator.url,
    CARECYCLE_API_KEY: DEFAULT_KEY,
    CARECYCLE_CLIENT_ID: "11111111-1111-4111-8111-111111111111",
  };
  try {
    return (await runCli(["usage", id], { env })).stderr;
  } finally {
    await emulator.close();
  }
}

const elsewhere = JSON.stringify({ config: { "carecycle:baseUrl": "https://example.com" }, steps: [] });
const unchanged = JSON.stringify({ steps: [], changeSummary: { same: 0 } });
const skipped = JSON.stringify({ steps: [], changeSummary: { same: 3 } });
const failed = JSON.stringify({ steps: [], diagnostics: [{ severity: "error", message: "no" }] });

export const ofCommandLine: Provoked = {
  "pulumi-carecycle: the Pulumi CLI is not on PATH": drift({ version: "" }),
  "pulumi-carecycle: there is no Pulumi.yaml here": drift({
    error: "error: no Pulumi.yaml project file found",
  }),
  "pulumi-carecycle: there is no such stack": drift({ error: "error: no stack named 'dev' found" }),
  "pulumi-carecycle: no stack is selected": drift({ args: [] }),
  "pulumi-carecycle: the stack's passphrase is wrong or missing": drift({
    error: "error: incorrect passphrase",
  }),
  "pulumi-carecycle: Pulumi is not logged in": drift({ error: "error: PULUMI_ACCESS_TOKEN must be set" }),
  "pulumi-carecycle: another update of this stack is in progress": drift({
    error: "error: the stack is currently locked by 1 lock(s)",
  }),
  "pulumi-carecycle: the Pulumi CLI isn't compatible with the installed @pulumi/pulumi": drift({
    version: "v2.0.0",
  }),
  "pulumi-carecycle: no API key is set: set CARECYCLE_API_KEY": adopt([id]),
  "pulumi-carecycle: not found in this key's account: ID": adopt(
    ["11111111-1111-4111-8111-111111111111"],
    DEFAULT_KEY,
  ),
  "pulumi-carecycle: these files exist and were left as they are": adopt([id], DEFAULT_KEY),
  "pulumi-carecycle: there is no folder PATH": said("drift", "--cwd", "no-such-folder"),
  "pulumi-carecycle: the preview failed: REASON": drift({ error: "error: something else" }),
  "pulumi-carecycle: no ids: give the ids of live transfer configs, --stdin or --discover": said("adopt"),
  "pulumi-carecycle: there is no file PATH": said("init", "no-such-folder", "--package", "none.tgz"),
  "pulumi-carecycle: FILE is JSON, but nested more than N levels deep": report(
    `{"steps":${"[".repeat(2_000)}${"]".repeat(2_000)}}`,
  ),
  "pulumi-carecycle: --plan needs the live values of every config that is written to": said(
    "report",
    previewPath("plain-change"),
    "--plan",
    "plan.json",
  ),
  "pulumi-carecycle: PATH is not empty": said("init", "."),
  "pulumi-carecycle: --status goes with --discover": said("adopt", id, "--status", "active"),
  "pulumi-carecycle: usage has no format for FILE": said("usage", id, "--output", "usage.html"),
  "pulumi-carecycle: --usage: the preview is of URL, and the environment's key is for URL": report(
    elsewhere,
    "--usage",
  ),
  "pulumi-carecycle: the key belongs to client CLIENT, but client CLIENT is pinned: what points to its configs cannot be seen":
    usageOfAnother,
  "pulumi-carecycle: not a transfer config id (a UUID): ID": said("adopt", "desk"),
  "pulumi-carecycle: cannot read FILE: CODE": said("report", "no-such-file.json"),
  "pulumi-carecycle: cannot write FILE: CODE": said("report", "--output", "no-such-folder/report.md"),
  "pulumi-carecycle: FILE is not a JSON report of this version: all drift counts as first seen now":
    sinceNothing,
  "pulumi-carecycle: FILE is empty": report(""),
  "pulumi-carecycle: FILE is a stream of events, not one document": report('{"a":1}\n{"b":2}\n'),
  "pulumi-carecycle: FILE is not JSON": report("Previewing update"),
  "pulumi-carecycle: FILE is JSON, but not a preview": report("{}"),
  "pulumi-carecycle: the preview in FILE failed": report(failed),
  "pulumi-carecycle: --strict needs the live values of all configs": report(skipped, "--strict"),
};
