// What an error of an operation becomes before the engine gets it: masked, and with what is to be recorded of the resource.
import { CareCycleError } from "../../provider/api/errors";
import { errorOf } from "../../provider/lifecycle/failure";
import { IncompleteWriteError } from "../../provider/lifecycle/verify";
import { Mask } from "../../provider/model/maskText";
import type { LiveTransferConfig } from "../../provider/model/types";
import type { Values } from "../../provider/model/values";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const CLIENT = "3b241101-e2bb-4255-8caf-4136c566a962";
const __provider = "the text that loads the provider";
const news = { name: "Desk", sipHeaders: "canary-7f3a", __provider };
const live = { id: ID, clientId: CLIENT, name: "Live", type: "direct" } as unknown as LiveTransferConfig;

/** The error as the engine gets it. */
function given(error: unknown, operation: Parameters<typeof errorOf>[1]) {
  const mask = new Mask({ sipHeaders: "canary-7f3a" });
  return errorOf(error, operation, mask) as Error & { id?: string; properties?: Values; reasons?: string[] };
}

describe("a write that is incomplete", () => {
  const incomplete = () => new IncompleteWriteError(live, ["name: canary-7f3a\u001b[31m", "second"]);

  test("of a create records the live config with the new inputs, and its provider", () => {
    const error = given(incomplete(), { news });
    expect([error.id, error.properties]).toEqual([
      ID,
      expect.objectContaining({
        name: "Live",
        clientId: CLIENT,
        managedFields: ["name", "sipHeaders"],
        __provider,
      }),
    ]);
  });

  test("tells its reasons without secrets and control characters, and has no stack", () => {
    const error = given(incomplete(), { news });
    expect(error.reasons).toEqual(["name: [secret]\ufffd[31m", "second"]);
    expect(error.message).not.toContain("canary");
    expect(error.stack).toBe("");
  });

  test("of an update manages the old fields beside the new ones, and keeps the old note of secrets", () => {
    const olds = { name: "Old", type: "direct", managedFields: ["name", "type"], __secretPaths: ["type"] };
    const error = given(incomplete(), { news: { ...news, __secretPaths: ["name"] }, olds, id: ID });
    expect(error.properties).toMatchObject({
      managedFields: ["name", "sipHeaders", "type"],
      __secretPaths: ["type"],
      __provider,
    });
  });
});

describe("another failed update", () => {
  const olds = { name: "Old", clientId: CLIENT, managedFields: ["name"], __secretPaths: ["sipUri"] };
  const failed = () => new CareCycleError("canary-7f3a was refused");
  const update = (paths?: string[]) => ({ news: { ...news, __secretPaths: paths }, olds, id: ID });

  test("records what the program has just made secret, under the same id and account", () => {
    const error = given(failed(), update(["sipUri", "name"]));
    expect(error).toMatchObject({
      id: ID,
      message: "[secret] was refused",
      reasons: ["[secret] was refused"],
      properties: { clientId: CLIENT, __secretPaths: ["sipUri"], __provider },
    });
  });

  test.each([
    ["where nothing new is secret", failed(), update(["sipUri"])],
    ["where nothing is secret", failed(), update()],
    ["of a create", failed(), { news: { ...news, __secretPaths: ["name"] } }],
    ["without an id", failed(), { news: update(["name"]).news, olds }],
    ["without old outputs", failed(), { news: update(["name"]).news, id: ID }],
  ])("records nothing %s, and is masked", (_, thrown, operation) => {
    const error = given(thrown, operation);
    expect(error).toBe(thrown);
    expect(error.message).toBe("[secret] was refused");
    for (const name of ["id", "properties", "reasons"]) expect(error).not.toHaveProperty(name);
  });

  test("with an error that is not the package's own is left as it is", () => {
    const thrown = new TypeError("canary");
    const error = given(thrown, update(["name"]));
    expect(error).toBe(thrown);
    expect(error).not.toHaveProperty("properties");
  });
});

test("a delete or read, which has no inputs, fails with the masked error alone", () => {
  const error = given(new CareCycleError("canary-7f3a"), { olds: { name: "a" }, id: ID });
  expect(error.message).toBe("[secret]");
  expect(error).not.toHaveProperty("properties");
});
