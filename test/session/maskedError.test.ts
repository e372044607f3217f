// Errors as they leave the provider: what the program made secret stands in none, although the table of fields calls it plain.
import { CareCycleError } from "../../provider/api/errors";
import { Mask } from "../../provider/model/maskText";
import { maskedError } from "../../provider/session/maskedError";

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
