// How a command fails: one line on stderr, which says whether it is the user's to mend, and exit code 1.
import { CareCycleError, ConfigurationError } from "../../provider/api/errors";
import { CliError } from "../../provider/cli/cliError";
import { runCli } from "../support/runCli";

let failure: unknown;
jest.mock("../../provider/cli/commands/adopt", () => ({
  adopt: async () => {
    throw failure;
  },
}));
const entry = "https://github.com/pulumi-carecycle/pulumi-carecycle/blob/main/docs/troubleshooting.md#no-ids";
jest.mock("../../provider/cli/troubleshooting", () => ({
  troubleshootingAddress: (line: string) => (line.includes("no ids") ? entry : undefined),
}));

test.each<[string, unknown, string]>([
  ["what the user can mend", new CliError("name one"), "name one"],
  ["what the documentation quotes", new CliError("no ids: name one"), `no ids: name one See ${entry}`],
  ["what the API says", new CareCycleError("no ids"), `no ids See ${entry}`],
  [
    "a wrong setting",
    new ConfigurationError("carecycle:rateLimit", "no ids"),
    `carecycle:rateLimit: no ids See ${entry}`,
  ],
  ["a defect", new TypeError("no ids is undefined"), "no ids is undefined (TypeError; please report this)"],
  ["a defect that throws a text", "no ids", "no ids"],
  ["lines and control characters", new CliError("a\n  b\u001b[2K"), "a b\ufffd[2K"],
])("%s", async (_, error, text) => {
  failure = error;
  expect(await runCli(["adopt"])).toEqual({ code: 1, stdout: "", stderr: `pulumi-carecycle: ${text}\n` });
});
