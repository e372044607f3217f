// What the requests of a config rest on: a plan is made of it.
import { WITHHELD } from "../../../provider/model/values";
import { builtOf } from "../../support/previewSteps";

const other = "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4";
const desk = { name: "Desk" };

const times = { updatedAt: "2026-11-23T17:07:03.937Z", clientId: other };
const hashes = (hash: string) => ({ salt: "s", leaves: [{ path: ["sipHeaders"], hash }] });
const applied = { ...desk, additionalFields: { a: 1 }, managedFields: ["name"] };
const live = { ...applied, ...times, name: "Moved", sipUri: "s", __liveHashes: hashes("live") };

test("the basis is what was read, in the shape of the API", () => {
  expect(builtOf({ applied, live, code: { ...desk, __turn: "1" } }).basis).toEqual({
    live: { name: "Moved", sipUri: "s", sipHeaders: WITHHELD, a: 1 },
    ...times,
    hashes: hashes("live"),
    isRead: true,
    code: desk,
  });
});

test("the basis is what was recorded where nothing was read", () => {
  const recorded = { ...applied, ...times, __liveHashes: hashes("recorded") };
  expect(builtOf({ applied: recorded, code: desk }).basis).toMatchObject({
    live: { name: "Desk", a: 1 },
    ...times,
    hashes: hashes("recorded"),
    isRead: false,
  });
});

test("the basis is what the preview of an adoption read", () => {
  const inputs = { ...desk, transferConfigId: other, __liveHashes: hashes("adopted") };
  const adopted = { ...inputs, __adoption: { live: { ...times, name: "Theirs" }, writes: [["name"]] } };
  expect(builtOf({ code: adopted }).basis).toMatchObject({
    live: { name: "Theirs" },
    ...times,
    hashes: hashes("adopted"),
    isRead: true,
  });
  expect(builtOf({ code: inputs }).basis).toMatchObject({ live: {}, isRead: false });
  expect(builtOf({ code: inputs }).basis.hashes).toBeUndefined();
});

test("the basis of a removal is what it managed, live where a refresh read it", () => {
  expect(builtOf({ applied: { ...applied, sipUri: "s" } }).basis).toMatchObject({
    live: { name: "Desk", a: 1 },
    isRead: false,
  });
  expect(builtOf({ applied: { ...applied, sipUri: "s" } }).basis.live).not.toHaveProperty("sipUri");
  expect(builtOf({ applied, live }).basis).toMatchObject({ live: { name: "Moved", a: 1 }, isRead: true });
});
