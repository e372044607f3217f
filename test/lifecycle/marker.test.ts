// The marker of a withheld value: it stands for the live value, and is never written.
import { WITHHELD } from "../../provider/model/values";
import { create, createFixture, refresh, update } from "../support/fixture";

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
    const fixture = createFixture({ semantics });
    fixture.api.add(live);
    const old = await create(fixture, declared);
    fixture.api.edit(ID, {
      dynamicOptions: { ...live.dynamicOptions, headers: { h: "h-secret", extra: "theirs" } },
    });
    const drifted = await refresh(fixture, old);
    expect(drifted.inputs.dynamicOptions).toEqual({ headers: { h: "h-secret", extra: WITHHELD } });

    const ignored = { ...declared, dynamicOptions: drifted.inputs.dynamicOptions };
    fixture.api.clear();
    const renamed = await update(fixture.later(), drifted, { ...ignored, name: "Desk 2" });
    expect(fixture.api.patches).toEqual([{ name: "Desk 2" }]);
    fixture.api.clear();
    await update(fixture.later(), renamed, {
      ...ignored,
      name: "Desk 2",
      dynamicOptions: { headers: { h: "new-secret", extra: WITHHELD } },
    });
    expect(fixture.api.patches).toEqual([
      { dynamicOptions: { pingUrl: "https://a.example", headers: { h: "new-secret", extra: "theirs" } } },
    ]);
  },
);

test("from anywhere else is refused by its path", async () => {
  const { provider } = createFixture();
  const { failures } = await provider.check(
    {},
    { name: "b", sipHeaders: WITHHELD, dynamicOptions: { headers: { a: WITHHELD } } },
  );
  expect(failures?.map((f) => `${f.property}|${f.reason}`)).toEqual([
    expect.stringMatching(/^\|sipHeaders: contains the placeholder of a withheld value/),
    expect.stringMatching(/^dynamicOptions\.headers\.a\|contains the placeholder of a withheld value/),
  ]);
});
