// The help of each command: as docs/reference/commands.md has it, and as wide as the terminal.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CliContext } from "../../provider/cli/cliContext";
import { commands, run } from "../../provider/cli/commandLine";

/** What a command line prints on a terminal, or to a pipe. */
async function printed(
  args: string[],
  terminal: { isTTY?: boolean; columns?: number } = {},
): Promise<string> {
  let text = "";
  const stdout = { write: (part: string) => (text += part), ...terminal };
  expect(await run(args, { stdout } as unknown as CliContext)).toBe(0);
  return text;
}

test("the page of commands has the help of each, as it is printed", async () => {
  const page = readFileSync(join(__dirname, "../../docs/reference/commands.md"), "utf8");
  const sections = new Map(
    page
      .split(/^## /m)
      .map((section) => [/^\w+/.exec(section)?.[0], /^```text\n(.*)\n```\n$/ms.exec(section)?.[1]]),
  );
  const names = commands({} as CliContext, () => {}).commands.map((command) => command.name());
  expect([...sections.keys()]).toEqual([undefined, ...names]);
  // npm run docs writes the page: read what changed before it is committed.
  for (const [name, text] of sections) {
    const help = await printed([...(name === undefined ? [] : [name]), "--help"]);
    expect(help.trimEnd()).toBe(text);
  }
});

/** Columns of what an option is for, which is what adapts. */
const columns = (help: string) => {
  const [, options = ""] = /^Options:\n(.*?)\n\n/ms.exec(help) ?? [];
  return Math.max(...options.split("\n").map((line) => line.length));
};

test.each([
  ["a narrow terminal", { isTTY: true, columns: 70 }, 55, 70],
  ["a wide terminal", { isTTY: true, columns: 160 }, 100, 160],
  ["a terminal that doesn't know its width", { isTTY: true, columns: 0 }, 71, 80],
  ["a pipe", { columns: 160 }, 71, 80],
])("help fits %s", async (_, terminal, least, most) => {
  const width = columns(await printed(["drift", "--help"], terminal));
  expect(width).toBeGreaterThanOrEqual(least);
  expect(width).toBeLessThanOrEqual(most);
});
