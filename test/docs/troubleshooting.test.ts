// The page of troubleshooting quotes each message as it is: every heading's message is provoked, and read as a user would.
import { closeServers } from "../api/server";
import { ofApi } from "./messages/api";
import { ofCommandLine } from "./messages/commandLine";
import { ofPlan } from "./messages/plan";
import { ofProgram } from "./messages/program";
import { ofProvider } from "./messages/provider";
import type { Provoked } from "./messages/provoked";
import { ofStackCommands } from "./messages/stackCommands";
import { anchorsOf, headingsOf, pages } from "./pages";

const page = pages().find(({ path }) => path === "docs/troubleshooting.md") ?? { path: "", text: "" };
const quoted = headingsOf(page).flatMap((heading) => /^`(.+)`$/.exec(heading)?.[1] ?? []);
const provoked: Provoked = {
  ...ofProgram,
  ...ofApi,
  ...ofProvider,
  ...ofPlan,
  ...ofCommandLine,
  ...ofStackCommands,
};

afterAll(closeServers);

/** A quoted message with what its words in capitals stand for. */
function pattern(message: string): RegExp {
  const literal = message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    literal.replace(/\b(ID|NAME|PATH|N|CODE|STATUS|CLIENT|CONFIG|FILE|URL|VALUE|REASON)\b/g, ".+?"),
  );
}

test("every quoted message has something that provokes it, and the other way round", () => {
  expect(Object.keys(provoked).sort()).toEqual([...quoted].sort());
  expect(new Set(quoted).size).toBe(quoted.length);
});

test("the messages have an anchor each", () => {
  expect(new Set(anchorsOf(page)).size).toBe(headingsOf(page).length);
});

test.each(quoted)("%s", async (message) => {
  const text = await provoked[message]?.();
  expect(text).toMatch(pattern(message));
  expect(text).not.toContain("please report this");
});
