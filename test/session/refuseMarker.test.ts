import { refuseMarker } from "../../provider/session/refuseMarker";

const marker = "[withheld: set outside this program]";

test("the text that stands for a value that isn't recorded is never sent, wherever it stands", () => {
  for (const body of [
    { sipHeaders: marker },
    { dynamicOptions: { headers: { a: marker } } },
    { b: [[marker]] },
  ])
    expect(() => refuseMarker(body)).toThrow("the value is withheld and not known here, so nothing was sent");
  expect(() => refuseMarker({ name: "N", dynamicOptions: null, sipHeaders: `${marker}.` })).not.toThrow();
});

test("a key is named in its line", () => {
  expect(() => refuseMarker({ dynamicOptions: { body: { "a\u009bb": marker } } })).toThrow(
    'dynamicOptions.body["a\ufffdb"]: the value is withheld',
  );
});
