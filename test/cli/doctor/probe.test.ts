// A probe: which config it is tried on, what it prints, and when it ends early.
import { announceProbe, probe } from "../../../provider/cli/doctor/probe";
import { questions } from "../../../provider/cli/doctor/questions";
import type { Settings } from "../../../provider/session/settings";
import { DEFAULT_CLIENT_ID, DEFAULT_KEY, type Emulator, type LogEntry, startEmulator } from "../../emulator";

import { settingsFor } from "../../support/settings";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const path = `/v2/campaigns/transfer-configs/${id}`;
const other = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";
const held = `{"name":"Throwaway","dynamicOptions":null,"transferWaitingMessages":null}`;
const isBack = `pulumi-carecycle: ${id} is as it was before.`;

let emulator: Emulator;
beforeEach(async () => {
  // No backoff is waited for.
  jest.spyOn(Math, "random").mockReturnValue(0);
  emulator = await startEmulator({ seed: [{ id, name: "Throwaway" }], rate: 100_000, windowSeconds: 1 });
});
afterEach(() => {
  jest.restoreAllMocks();
  return emulator.close();
});

/** Probes the config; returns the exit code, the table's rows, and the lines beside it. */
async function run(more: Partial<Settings> = {}, asked = id) {
  const texts = { stdout: "", stderr: "" };
  const sink = (name: keyof typeof texts) => ({
    write: (text: string) => {
      texts[name] += text;
    },
  });
  const context = { stdout: sink("stdout"), stderr: sink("stderr"), env: {} };
  const settings = settingsFor(emulator.url, { apiKey: DEFAULT_KEY, ...more });
  const code = await probe(asked, settings, context as never);
  const answers = texts.stdout
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) => line.split(" | ")[1]?.replace(/ \|$/, "") ?? "")
    .slice(2, 2 + questions.length);
  const lines = texts.stderr.trimEnd().split("\n");
  return { code, answers, lines, stdout: texts.stdout };
}
const configs = () => emulator.list().map(({ updatedAt, ...config }) => config);

test("what would be sent is said, request by request", () => {
  const lines = announceProbe(id).split("\n");
  expect(lines.slice(0, 8)).toEqual([
    `With --yes, this asks the API, on transfer config ${id} (nothing was sent now):`,
    "",
    "  Which members has a config that the documentation doesn't name?",
    `    GET ${path}`,
    "  Are fields without a value null in an answer, or left out?",
    `    GET ${path}`,
    "  Is there a list of transfer configs?",
    "    GET /v2/campaigns/transfer-configs",
  ]);
  expect(lines).toContain(`    PATCH ${path} {"transferWaitingMessages":[]}`);
  expect(lines.slice(-4)).toEqual([
    "",
    "Only that config is written to, and name, dynamicOptions, transferWaitingMessages are put back at the end, also after a failure or Ctrl-C.",
    "Calls that use the config meanwhile may go wrong: name one that nothing uses. One in use is refused.",
    "",
  ]);
});

test("every question gets an answer, by the requests that were announced, and the config is what it was", async () => {
  const before = configs();
  const { code, answers, lines } = await run();
  expect(code).toBe(0);
  expect(answers).toHaveLength(questions.length);
  expect(answers.join()).not.toContain("no answer");
  expect(answers.slice(0, 3)).toEqual(["none", expect.stringMatching(/^null: \d+/), "no: 404 NOT&#95;FOUND"]);
  expect(configs()).toEqual(before);
  expect(lines).toContain(`pulumi-carecycle: ${id} holds ${held}; this is put back at the end.`);
  expect(lines.at(-1)).toBe(isBack);

  const announced = announceProbe(id)
    .split("\n")
    .filter((line) => line.startsWith("    "));
  const sent = emulator.requests.map(({ method, path: of, query, body }) =>
    [
      "   ",
      method,
      query ? `${of}?${query}` : of,
      ...(method === "PATCH" ? [JSON.stringify(body)] : []),
    ].join(" "),
  );
  expect(sent.join("\n")).toContain(announced.join("\n"));
});

test("a question without an answer is exit code 1, although the config is put back", async () => {
  emulator.faults.add({ method: "PATCH", nth: 1, fault: { kind: "status", status: 401 } });
  const { code, answers, lines } = await run();
  expect(code).toBe(1);
  // A key that is refused will be refused again.
  expect(answers.slice(5)).toEqual([
    "refused: 401 UNAUTHORIZED",
    ...new Array(questions.length - 6).fill("no answer: not asked"),
  ]);
  expect(lines.at(-1)).toBe(isBack);
});

test.each([
  ["a key that is refused for the first of two requests", [2], 401, "refused: 401 UNAUTHORIZED"],
  ["a server that fails", [2, 3, 4, 5, 6, 7], 500, "no answer: 500"],
])("%s ends the asking, too", async (_, nth, status, answer) => {
  emulator.faults.add({ method: "PATCH", nth, fault: { kind: "status", status } });
  const { code, answers, lines } = await run();
  expect([code, answers[6], answers[7]]).toEqual([1, answer, "no answer: not asked"]);
  expect(lines.at(-1)).toBe(isBack);
});

test("the last question without an answer is exit code 1", async () => {
  emulator.faults.add({ method: "PATCH", nth: [10, 11, 12, 13, 14, 15], fault: { kind: "reset-before" } });
  const { code, answers, lines } = await run();
  expect(answers.filter((answer) => answer.startsWith("no answer"))).toEqual([
    expect.stringMatching(/^no answer: PATCH .* the connection failed/),
  ]);
  expect([code, lines.at(-1)]).toEqual([1, isBack]);
});

test("a refusal of another kind is an answer like others", async () => {
  emulator.faults.add({ method: "PATCH", nth: 1, fault: { kind: "status", status: 403 } });
  const { code, answers } = await run();
  expect([code, answers[5]]).toEqual([0, "refused: 403 FORBIDDEN"]);
  expect(answers[6]).not.toContain("no answer");
});

test("what the network does to one request ends the asking; nothing was written, and nothing is said of putting back", async () => {
  emulator.faults.add({
    method: "GET",
    path: "/v2/campaigns",
    nth: [2, 3, 4, 5, 6, 7],
    fault: { kind: "non-json" },
  });
  const { code, answers, lines } = await run();
  expect(code).toBe(1);
  expect(answers[3]).toMatch(/^no answer: GET .* the body is not JSON/);
  expect(answers[4]).toBe("no answer: not asked");
  expect(lines.at(-1)).toMatch(/this is put back at the end\.$/);
  expect(emulator.writes()).toEqual([]);
});

test.each([
  ["before the first PATCH", "GET", 3, 2],
  ["between two requests of one question", "PATCH", 2, 6],
] as const)("Ctrl-C %s ends it once the config is put back", async (_, method, nth, answered) => {
  const before = configs();
  let count = 0;
  const log = emulator.requests as LogEntry[];
  const push = log.push.bind(log);
  log.push = (...entries) => {
    const isOurs = entries.some((entry) => entry.method === method && entry.path.startsWith(path));
    if (isOurs && ++count === nth) process.emit("SIGINT");
    return push(...entries);
  };
  const { code, answers, lines } = await run();
  expect(code).toBe(1);
  expect(answers.filter((answer) => answer !== "no answer: not asked")).toHaveLength(answered);
  expect(lines).toContain("pulumi-carecycle: stopping: the config is put back first.");
  expect(configs()).toEqual(before);
  expect(lines.includes(isBack)).toBe(method === "PATCH");
  expect(process.listenerCount("SIGINT")).toBe(0);
});

test("what can't be put back is said, with what the config held", async () => {
  emulator.faults.add({
    method: "PATCH",
    nth: "every",
    fault: { kind: "normalise-field", field: "transferWaitingMessages", to: ["stuck"] },
  });
  const { code, answers, lines } = await run();
  expect(code).toBe(1);
  expect(answers.join()).not.toContain("no answer");
  expect(lines.slice(-2)).toEqual([
    `pulumi-carecycle: ${id} is not as it was before, in transferWaitingMessages.`,
    `pulumi-carecycle: before the probe, ${id} held ${held}: put it back in the dashboard.`,
  ]);
});

describe("nothing is written", () => {
  const refused = async (message: string, more: Partial<Settings> = {}, asked = id) => {
    await expect(run(more, asked)).rejects.toThrow(message);
    expect(emulator.writes()).toEqual([]);
  };

  test("where the config can't be read", async () => {
    await refused(`GET /v2/campaigns/transfer-configs/${other}: answered 404 NOT_FOUND`, {}, other);
  });

  test.each([{}, { id: other }, { id: 5 }])("where the answer is of another config (%j)", async (config) => {
    emulator.faults.add({
      method: "GET",
      fault: { kind: "answer-with", json: { transferConfig: config } },
    });
    await refused(`the answer to GET ${path} is not that config; nothing was written.`);
  });

  test("where it is of another account than the pinned one", async () => {
    await refused(`${id} belongs to another client than the pinned ${other}; nothing was written.`, {
      clientId: other,
    });
  });

  test("where it may hold credentials, which are not shown", async () => {
    emulator.set(id, { dynamicOptions: { pingUrl: "https://a", headers: { authorization: "canary" } } });
    await refused(
      `${id} has values that may be credentials in dynamicOptions; nothing was written. Name a config without any.`,
    );
  });

  test("where something uses it", async () => {
    emulator.configure({
      campaigns: [1, 2].map((i) => ({
        id: `9d1f8a52-3d0b-4b6e-9a57-0d2f4be1c7a${i}`,
        name: `C${i}`,
        transferConfigId: id,
      })),
    });
    await refused(`C1, C2 point to ${id}; nothing was written. Name a config that nothing uses.`);
  });

  test("where only a campaign's own answer says that it uses it", async () => {
    const campaign = { id: "9d1f8a52-3d0b-4b6e-9a57-0d2f4be1c7a1", name: "C", transferConfigId: id };
    emulator.configure({ campaigns: [campaign], campaignLinks: "campaign" });
    await refused(`C points to ${id}; nothing was written.`);
  });
});

test("credentials elsewhere, or members that are null, are no obstacle; nor is the pinned account, or an id in capitals", async () => {
  emulator.set(id, {
    sipHeaders: "canary",
    dynamicOptions: { pingUrl: "https://a", body: { note: null } },
  });
  const { code, stdout, lines } = await run({ clientId: DEFAULT_CLIENT_ID }, id.toUpperCase());
  expect(code).toBe(0);
  expect([stdout, ...lines].join("\n")).not.toContain("canary");
});

test("what was not seen of its use is said", async () => {
  emulator.configure({ accountEndpoints: 403 });
  const { lines } = await run();
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^pulumi-carecycle: whether something uses the config was not seen in full: the campaigns \(GET \/v2\/campaigns answered 403/,
    ),
  );
});
