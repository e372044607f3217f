// The session of a program: which settings it reads, and where its lines go.
import type { ProviderOptions } from "../../provider/session/providerOptions";

let config: Record<string, string>;
const lines: string[] = [];
jest.mock("../../provider/program/sdk", () => ({
  ...jest.requireActual("../../provider/program/sdk"),
  allConfig: () => config,
  log: { info: async (line: string) => lines.push(line) },
}));

const options: ProviderOptions[] = [];
jest.mock("../../provider/session/session", () => {
  const { Session } = jest.requireActual("../../provider/session/session");
  return {
    Session: class extends Session {
      constructor(given: ProviderOptions) {
        super(given);
        options.push(given);
      }
    },
  };
});

import { programSession } from "../../provider/program/programSession";

test("has the stack config as it is now, whatever becomes of it, and tells its lines in the package's name", () => {
  config = { "carecycle:rateLimit": "3", "carecycle:onMissing": "fail" };
  const session = programSession();
  config["carecycle:onMissing"] = "recreate";
  expect(session.settings.onMissing).toBe("fail");
  expect(programSession().settings.onMissing).toBe("recreate");
  options[0]?.notify("waiting for the quota");
  expect(lines).toEqual(["carecycle: waiting for the quota"]);
});

test("takes settings from the environment of the process, too", () => {
  config = {};
  const before = process.env.CARECYCLE_CLIENT_ID;
  process.env.CARECYCLE_CLIENT_ID = "3b241101-e2bb-4255-8caf-4136c566a962";
  try {
    expect(programSession().settings.clientId).toBe("3b241101-e2bb-4255-8caf-4136c566a962");
  } finally {
    if (before === undefined) delete process.env.CARECYCLE_CLIENT_ID;
    else process.env.CARECYCLE_CLIENT_ID = before;
  }
});
