// The marker of a withheld value: it stands for the live value, and is never written.
import { WITHHELD } from "../../provider/model/values";
import { create, createWorld, refresh, update } from "../support/world";

const ID = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const live = {
  id: ID,
  name: "Desk",
  dynamicOptions: { pingUrl: "https://a.example", headers: { h: "h-secret" } },
};
const declared = { transferConfigId: ID, name: "Desk", dynamicOptions: { headers: { h: "h-secret" } } };

test.each(["replace", "merge"] as const)(
  "that ignoreChanges brings back keeps the live header (%s)",
  async (semantics) => {
    const world = createWorld({ semantics });
    world.api.add(live);
    const old = await create(world, declared);
    world.api.edit(ID, {
      dynamicOptions: { ...live.dynamicOptions, headers: { h: "h-secret", extra: "theirs" } },
    });
    const drifted = await refresh(world, old);
    expect(drifted.inputs.dynamicOptions).toEqual({ headers: { h: "h-secret", extra: WITHHELD } });

    const ignored = { ...declared, dynamicOptions: drifted.inputs.dynamicOptions };
    world.api.clear();
    const renamed = await update(world.later(), drifted, { ...ignored, name: "Desk 2" });
    expect(world.api.patches).toEqual([{ name: "Desk 2" }]);
    world.api.clear();
    await update(world.later(), renamed, {
      ...ignored,
      name: "Desk 2",
      dynamicOptions: { headers: { h: "new-secret", extra: WITHHELD } },
    });
    expect(world.api.patches).toEqual([
      { dynamicOptions: { pingUrl: "https://a.example", headers: { h: "new-secret", extra: "theirs" } } },
    ]);
  },
);

test("from anywhere else is refused by its path", async () => {
  const { provider } = createWorld();
  const { failures } = await provider.check(
    {},
    { name: "b", sipHeaders: WITHHELD, dynamicOptions: { headers: { a: WITHHELD } } },
  );
  expect(failures?.map((f) => `${f.property}|${f.reason}`)).toEqual([
    expect.stringMatching(/^\|sipHeaders: holds the marker of a withheld value/),
    expect.stringMatching(/^dynamicOptions\.headers\.a\|holds the marker of a withheld value/),
  ]);
});
