// What the program itself made secret stands in no line and no error, although the table of fields calls it plain.

import * as pulumi from "@pulumi/pulumi";
import { CareCycleError } from "../../provider/api/errors";
import { Mask } from "../../provider/model/maskText";
import { secretPaths } from "../../provider/program/wrapSecrets";
import { maskedError } from "../../provider/session/maskedError";
import { create, createFixture, failure, update } from "../support/fixture";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = { id: ID, name: "Desk", warmSummaryPrompt: "old", transferWaitingMessages: ["a"] };

test("the constructor notes the paths of secret outputs, and nothing where there is none", async () => {
  const paths = await secretPaths({
    name: "plain",
    sipUri: pulumi.output("plain"),
    warmSummaryPrompt: pulumi.secret("x"),
    transferWaitingMessages: ["a", pulumi.secret("b")],
    dynamicOptions: { pingUrl: pulumi.secret("c") },
  });
  expect(paths).toEqual(["dynamicOptions.pingUrl", "transferWaitingMessages[1]", "warmSummaryPrompt"]);
  expect(await secretPaths({ name: "plain" })).toBeUndefined();
});

test("an adoption's preview, a refused value and a failed check do not show it", async () => {
  const fixture = createFixture();
  fixture.api.add(live);
  const __secretPaths = ["transferWaitingMessages[1]", "warmSummaryPrompt"];
  const declared = {
    transferConfigId: ID,
    warmSummaryPrompt: 'USER"SECRET',
    transferWaitingMessages: ["a", "MESSAGESECRET"],
    __secretPaths,
  };
  const old = await create(fixture, declared);
  expect(fixture.lines.join("\n")).toContain("warmSummaryPrompt: [secret] => [secret]");
  expect(fixture.api.patches).toEqual([
    { warmSummaryPrompt: 'USER"SECRET', transferWaitingMessages: ["a", "MESSAGESECRET"] },
  ]);
  expect(old.outs).toMatchObject({ __secretPaths });

  fixture.api.takes = (body) => ({ ...body, warmSummaryPrompt: "N:SECONDSECRET" });
  const error = await failure(update(fixture, old, { ...declared, warmSummaryPrompt: "SECONDSECRET" }));
  expect(error.reasons).toEqual([expect.stringMatching(/sent \[secret\], got \[secret\]\./)]);
  const { failures } = await fixture.provider.check(
    {},
    { name: "a", directPhoneNumber: "+1555SECRETSECRETSECRET", __secretPaths: ["directPhoneNumber"] },
  );
  expect(failures).toEqual([{ property: "", reason: "directPhoneNumber: must be at most 20 characters" }]);
  expect(`${fixture.lines} ${error.message} ${error.reasons}`).not.toMatch(/USER|MESSAGESECRET|SECONDSECRET/);
});

test("an error of this package is masked and has no stack, where there is no mask too; any other is left as it is", () => {
  const mask = new Mask({ __secretPaths: ["name"], name: "canary" });
  const error = new CareCycleError("of canary");
  expect(maskedError(error, mask)).toBe(error);
  expect([error.message, error.stack]).toEqual(["of [secret]", ""]);
  const plain = new CareCycleError("of canary");
  maskedError(plain);
  expect([plain.message, plain.stack]).toEqual(["of canary", ""]);
  const other = new Error("of canary");
  maskedError(other, mask);
  expect(other.message).toBe("of canary");
  expect(other.stack).toContain("maskedError.test");
});

test("what an error's message made printable is found, too", () => {
  const mask = new Mask({ sipHeaders: "::abcdefgh\nX: ok\u0007\n  ::stop-commands::t" });
  const error = new CareCycleError("refused:\n  ::abcdefgh\n  X: ok\u0007\n  ::stop-commands::t");
  const { message } = maskedError(error, mask) as Error;
  expect(message).not.toMatch(/abcdefgh|X: ok|stop-commands/);
  expect(message).toContain("[secret]");
});
