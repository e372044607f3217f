// Ctrl-C while a config is changed: two are waited for, the third ends the process.
import { Interruption } from "../../../provider/cli/doctor/interruption";

let exits: unknown[];
let requests: number;
let interruption: Interruption;
beforeEach(() => {
  exits = [];
  requests = 0;
  jest.spyOn(process, "exit").mockImplementation(((code: unknown) => exits.push(code)) as never);
  interruption = new Interruption(() => {
    requests++;
  });
});
afterEach(() => {
  interruption.end();
  jest.restoreAllMocks();
});

test("nobody asked yet", () => {
  expect([interruption.requested, requests, exits]).toEqual([false, 0, []]);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s asks to stop, each time with a word, and ends it at last",
  (signal) => {
    process.emit(signal);
    expect([interruption.requested, requests, exits]).toEqual([true, 1, []]);
    process.emit(signal);
    expect([requests, exits]).toEqual([2, []]);
    process.emit(signal);
    expect(exits).toEqual([130]);
  },
);

test.each(["SIGINT", "SIGTERM"] as const)("%s is nobody's afterwards", (signal) => {
  const before = process.listenerCount(signal);
  interruption.end();
  expect(process.listenerCount(signal)).toBe(before - 1);
  process.emit(signal);
  expect([interruption.requested, requests]).toEqual([false, 0]);
});
