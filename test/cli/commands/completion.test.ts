// Completion in shells, the examples of each command's help, and the address at the end of an error.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { helpExamples } from "../../../provider/cli/helpExamples";
import { troubleshootingAddress } from "../../../provider/cli/troubleshooting";
import { commandProblems } from "../../docs/commands";
import { anchorsOf, headingsOf, pages } from "../../docs/pages";
import { runCli } from "../../support/runCli";

const script = async (shell: string) => (await runCli(["completion", shell])).stdout;
const shells = ["bash", "zsh", "fish"].filter((shell) => {
  const isAtHand = spawnSync(shell, ["-c", "true"]).status === 0;
  if (!isAtHand) process.stderr.write(`No \`${shell}\` at hand: its completion script was not run.\n`);
  return isAtHand;
});
/** A test in this shell, where there is one. */
const inShell = (shell: string) => (shells.includes(shell) ? test : test.skip);

/** The commands and their options, as the help has them. */
async function help(): Promise<Map<string, string[]>> {
  const { stdout } = await runCli(["--help"]);
  const [, list = ""] = stdout.split("Commands:\n");
  const names = [...list.matchAll(/^ {2}([a-z]+) /gm)]
    .map(([, name = ""]) => name)
    .filter((n) => n !== "help");
  const options = async (name: string) => {
    const { stdout: text } = await runCli([name, "--help"]);
    return [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = ""]) => flag);
  };
  return new Map(await Promise.all(names.map(async (name) => [name, await options(name)] as const)));
}

test.each(["bash", "zsh", "fish"])("%s knows every command and every option of it", async (shell) => {
  const text = await script(shell);
  const commands = await help();
  expect(commands.size).toBeGreaterThan(7);
  for (const [name, flags] of commands) {
    expect(text).toContain(name);
    for (const flag of flags) expect(text).toMatch(new RegExp(`(--|-l )${flag.slice(2)}\\b`));
  }
  expect(text).not.toMatch(/undefined|\[object/);
});

test("bash completes commands, options, and the values of an option", async () => {
  const text = await script("bash");
  const completed = (...words: string[]) => {
    const list = ["pulumi-carecycle", ...words].map((word) => `'${word}'`).join(" ");
    const run = `COMP_WORDS=(${list}); COMP_CWORD=${words.length}; _pulumi_carecycle; printf '%s\n' "\${COMPREPLY[@]}"`;
    return execFileSync("bash", ["-c", `${text}\n${run}`], { encoding: "utf8" })
      .split("\n")
      .filter(Boolean);
  };
  expect(completed("d")).toEqual(["drift", "doctor"]);
  expect(completed("drift", "--s")).toEqual(["--stack", "--shard", "--since", "--strict", "--status"]);
  expect(completed("drift", "--stack", "dev", "--format", "j")).toEqual(["json", "junit"]);
  expect(completed("init", "desks", "--forge", "")).toEqual(["github", "gitlab", "none"]);
  expect(completed("completion", "")).toEqual(["bash", "zsh", "fish"]);
  // None of ours: bash then completes files.
  expect(completed("report", "")).toEqual([]);
  expect(completed("report", "--output", "")).toEqual([]);
});

/** Hands the script of a shell to something, as a file: not every shell reads from a pipe. */
async function withFile<T>(
  shell: string,
  name: string,
  use: (file: string, folder: string) => T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "completion-"));
  try {
    writeFileSync(join(folder, name), await script(shell));
    return use(join(folder, name), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.each(shells)("%s accepts its script", (shell) =>
  withFile(shell, "script", (file) => {
    const { status, stderr } = spawnSync(shell, ["-n", file], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }),
);

inShell("fish")("fish completes commands, options, and the values of an option", () =>
  withFile("fish", "script", (file) => {
    const completed = (line: string) =>
      execFileSync("fish", ["--no-config", "-c", `source ${file}; complete -C "pulumi-carecycle ${line}"`], {
        encoding: "utf8",
      })
        .split("\n")
        .flatMap((found) => found.split("\t")[0] || [])
        .sort();
    expect(completed("d")).toEqual(["doctor", "drift"]);
    expect(completed("drift --sh")).toEqual(["--shard"]);
    expect(completed("drift --format j")).toEqual(["json", "junit"]);
    expect(completed("completion ")).toEqual(["bash", "fish", "zsh"]);
  }),
);

inShell("zsh")("zsh completes from the file's first call on, and where it is sourced", () =>
  withFile("zsh", "_pulumi-carecycle", (_, folder) => {
    // What completes is replaced by functions that print what they are given: there is no line to complete.
    const tried = (load: string, ...words: string[]) => {
      const setUp = `_describe() { print -l -- "\${(P@)2}" }; _arguments() { print -l -- "$@" }; compdef() { print -- "compdef $*" }`;
      const line = `words=(pulumi-carecycle ${words.map((word) => `'${word}'`).join(" ")}); CURRENT=${words.length + 1}`;
      return execFileSync("zsh", ["-f", "-c", `${setUp}; ${line}; ${load}`], {
        cwd: folder,
        encoding: "utf8",
      });
    };
    const first = "fpath=(. $fpath); autoload -Uz _pulumi-carecycle; _pulumi-carecycle";
    expect(tried(first, "")).toMatch(/^drift:/m);
    expect(tried(first, "")).not.toContain("compdef");
    expect(tried(first, "drift", "")).toMatch(/^\*--shard\[/m);
    expect(tried("source ./_pulumi-carecycle", "")).toBe("compdef _pulumi_carecycle pulumi-carecycle\n");
    expect(tried("source ./_pulumi-carecycle; _pulumi_carecycle", "init", "")).toContain(
      "*--forge[where its repository is kept",
    );
  }),
);

test("the help of each command ends with examples, each of which exists", async () => {
  for (const name of (await help()).keys()) {
    const examples = helpExamples[name] ?? [];
    expect([name, examples.length]).toEqual([name, expect.any(Number)]);
    expect(examples.length).toBeGreaterThan(0);
    const { stdout } = await runCli([name, "--help"]);
    for (const [line] of examples) {
      expect(stdout).toContain(`\n  ${line}\n`);
      const code = line.replace(/ >>? \S+$/, "");
      expect(await commandProblems({ page: "README.md", line: 1, language: "sh", code })).toEqual([]);
    }
  }
});

test("an error ends with the address of the entry that quotes it, on the same line", async () => {
  const { stderr } = await runCli(["adopt"]);
  expect(stderr).toMatch(
    /^pulumi-carecycle: no ids: .* See https:\/\/github\.com\/\S+\/docs\/troubleshooting\.md#\S+\n$/,
  );
});

test("every address leads to a heading of the page, and a message of the API has one, whatever its method", () => {
  const page = pages().find(({ path }) => path === "docs/troubleshooting.md") ?? { path: "", text: "" };
  const anchors = anchorsOf(page);
  const quoted = headingsOf(page).flatMap((heading) => /^`(.+)`$/.exec(heading)?.[1] ?? []);
  const addresses = quoted.map((message) => troubleshootingAddress(message));
  expect(addresses.length).toBeGreaterThan(80);
  for (const [i, address] of addresses.entries())
    expect([quoted[i], anchors.includes(address?.split("#")[1] ?? "")]).toEqual([quoted[i], true]);
  expect(troubleshootingAddress("pulumi-carecycle: PATCH /v2/x: answered 401 UNAUTHORIZED: no")).toMatch(
    /#get-path-answered-401-unauthorized$/,
  );
  expect(troubleshootingAddress("pulumi-carecycle: something new")).toBeUndefined();
});
