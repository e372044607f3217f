// Names of members for which the engine has no path: a program cannot declare them, but the dashboard can set them, and
// then the stack must still be previewed and updated.
import { onEachEngine } from "../support/engines";
import { changes, startStackFixture } from "../support/stackFixture";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

const names = { "": "CANARY", "back\\": "CANARY", "\\": { "deep\\": "CANARY" } };

onEachEngine((engine) => {
  test.each([
    ["overwrite", "replace"],
    ["fail", "merge"],
  ] as const)(
    "under onConflict %s, on a server that does %s, such members are drift",
    async (onConflict, dynamicOptions) => {
      const seed = [{ id, name: "Desk", dynamicOptions: { pingUrl: "p", body: { a: "CANARY", ...names } } }];
      const fixture = await startStackFixture(engine, { seed, dynamicOptions });
      const { emulator, stack } = fixture;
      try {
        const options = { body: { a: "CANARY" } };
        await fixture.program({ desk: { transferConfigId: id, onConflict, dynamicOptions: options } });
        // Those that are live already are removed with the adoption.
        await stack.up();
        expect(emulator.get(id)?.dynamicOptions).toEqual({ pingUrl: "p", ...options });
        emulator.set(id, { dynamicOptions: { pingUrl: "p", body: { a: "CANARY", ...names } } });

        const preview = await stack.preview({ refresh: true });
        expect(changes(preview.steps)).toEqual(["update desk"]);
        const { text } = await stack.up({ refresh: true });
        expect(emulator.get(id)?.dynamicOptions).toEqual({ pingUrl: "p", ...options });
        expect(changes((await stack.preview({ refresh: true })).steps)).toEqual([]);
        expect(`${preview.text}${text}${JSON.stringify(await stack.exportState())}`).not.toContain("CANARY");
      } finally {
        await fixture.close();
      }
    },
  );
});
