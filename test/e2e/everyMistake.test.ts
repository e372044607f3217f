// Every mistake at once, on every engine at hand: one preview names all that the program's process can know.

import { onEachEngine } from "../support/engines";
import { type Resources, type StackFixture, startStackFixture, wire } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const secret = "canary-5e91";

/** Configs c000, c001, ... */
function fleet(size: number): Resources {
  const names = Array.from({ length: size }, (_, i) => `c${String(i).padStart(3, "0")}`);
  return Object.fromEntries(names.map((name) => [name, { name, type: "direct" }]));
}

/** Seven mistakes, as a person makes them. */
const typos: Resources = {
  c004: { nmae: "Desk", type: "direct" },
  c017: { name: "Desk", type: "carrier-pigeon" },
  c023: { transferConfigId: "sales", name: "Desk" },
  c042: { name: "Desk", directPhoneNumber: "+123456789012345678901" },
  c058: { name: "Desk", dynamicOptions: { pingURL: "https://example.com" } },
  c076: `{ name: "Desk", sipHeaders: pulumi.output("known later"), dynamicOptions: { headers: { authorization: [${JSON.stringify(secret)}] } } }`,
  c099: { name: "Desk", transferConfigId: null },
};

onEachEngine((engine) => {
  let fixture: StackFixture;
  beforeAll(async () => {
    fixture = await startStackFixture(engine, { seed: [{ id, name: "Desk", type: "direct" }] });
  });
  afterAll(() => fixture.close());

  const said = async (run: () => Promise<unknown>): Promise<string> => {
    fixture.emulator.clearLog();
    const error = await run().then(
      () => new Error("nothing was refused"),
      (reason: Error) => reason,
    );
    expect(wire(fixture.emulator)).toEqual([]);
    return error.message;
  };

  test("one preview of 100 configs with 7 mistakes names the 7, once, and nothing is sent", async () => {
    await fixture.program({ ...fleet(100), ...typos });
    const text = await said(() => fixture.stack.preview());
    expect(text.match(/mistakes in the arguments/g)).toEqual(["mistakes in the arguments"]);
    const lines = text.split("\n").flatMap((line) => /\b(c\d{3}: .*)/.exec(line)?.[1] ?? []);
    expect(lines).toEqual([
      expect.stringMatching(/^c004: nmae: .*did you mean name\?/),
      expect.stringMatching(/^c017: type: must be one of "direct"/),
      expect.stringMatching(/^c023: transferConfigId: must be a UUID/),
      expect.stringMatching(/^c042: directPhoneNumber: must be at most 20 characters/),
      expect.stringMatching(/^c058: dynamicOptions\.pingURL: .*did you mean pingUrl\?/),
      expect.stringMatching(/^c076: dynamicOptions\.headers\.authorization: .*expected string/),
      expect.stringMatching(/^c099: transferConfigId: cannot be null/),
    ]);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/TypeError|has a problem|error serializing| at .*\.js:\d/);
  });

  test("an update of the same program registers none of its configs", async () => {
    await fixture.program({ ...fleet(3), c004: typos.c004 as object });
    expect(await said(() => fixture.stack.up())).toMatch(/1 mistake in the arguments of 1 transfer config\b/);
    const { deployment } = await fixture.stack.exportState();
    expect(deployment.resources?.filter((r) => r.type.endsWith("TransferConfig")) ?? []).toEqual([]);
  });

  test("two resources that adopt one live config are named along with the other mistakes", async () => {
    await fixture.program({
      sales: { transferConfigId: id },
      desk: { transferConfigId: id.toUpperCase() },
      night: { name: "" },
    });
    const text = await said(() => fixture.stack.preview());
    expect(text).toMatch(
      /2 mistakes[\s\S]*\n\s+desk: transferConfigId: .*"sales" and "desk"[\s\S]*\n\s+night: name: must not be empty/,
    );
  });

  test("a resource inside a component is named as the program names it, and later turns have errors of their own", async () => {
    const head = `class Site extends pulumi.ComponentResource {
      constructor(name) {
        super("test:index:Site", name);
        new carecycle.TransferConfig("inner", { nmae: "x" }, { parent: this });
      }
    }
    new Site("site");
    setTimeout(() => new carecycle.TransferConfig("later", { name: "" }), 50);`;
    await fixture.program({ fine: { name: "Fine" } }, head);
    const text = await said(() => fixture.stack.preview());
    expect(text).toMatch(/\n\s+inner: nmae: .*did you mean name\?/);
    expect(text).toMatch(/\n\s+later: name: must not be empty/);
    expect(text).not.toMatch(/fine: /);
  });

  test("what is known only later is left to check", async () => {
    await fixture.program({
      desk: `{ transferConfigId: ${JSON.stringify(id)}, type: pulumi.output("phone") }`,
    });
    expect(await said(() => fixture.stack.preview())).toMatch(/type.*has a problem: must be one of/);
  });
});
