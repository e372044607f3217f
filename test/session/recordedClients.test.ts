// How long a first POST waits for the state's recorded configs, on a virtual clock.
import { parseTurn } from "../../provider/model/internalNames";
import { RecordedClients } from "../../provider/session/recordedClients";
import { VirtualClock } from "../api/clock";

const waitMs = 1_000;

/** Milliseconds until the records are ready, while `events` happen at their times. */
async function readyAfter(events: readonly [ms: number, happens: (records: RecordedClients) => void][]) {
  const clock = new VirtualClock();
  const records = new RecordedClients(waitMs, clock);
  const begun = clock.now();
  for (const [ms, happens] of events) clock.timer(ms, () => happens(records));
  records.planning();
  let end: number | undefined;
  void records.ready().then(() => {
    end = clock.now() - begun;
  });
  await clock.run(20_000);
  return end;
}

const checked = (turn: unknown, isNew: boolean) => (records: RecordedClients) =>
  records.checked(parseTurn(turn), isNew);

describe("the wait for recorded configs", () => {
  test("is short once all resources of the turn were checked and all are new", async () => {
    const end = await readyAfter([
      [0, checked("1/2 desks/test", true)],
      [400, checked("1/2 desks/test", true)],
    ]);
    expect(end).toBeGreaterThanOrEqual(650);
    expect(end).toBeLessThan(700);
  });

  test.each([
    ["one of the turn is still to come", [checked("1/2 desks/test", true)]],
    [
      "one of another turn is still to come",
      [checked("1/1 desks/test", true), checked("2/2 desks/test", true)],
    ],
    [
      "one is recorded and its account not yet seen",
      [checked("1/2 desks/test", true), checked("1/2 desks/test", false)],
    ],
    ["the program notes no turn", [checked(undefined, true)]],
    ["the note is not one", [checked("1/x desks/test", true)]],
  ])("lasts while %s", async (_, checks) => {
    const end = await readyAfter(checks.map((check) => [0, check]));
    expect(end).toBeGreaterThanOrEqual(waitMs);
    expect(end).toBeLessThan(waitMs + 50);
  });

  test("ends with the first recorded account", async () => {
    const end = await readyAfter([
      [0, checked("1/2 desks/test", true)],
      [300, checked("1/2 desks/test", false)],
      [320, (records) => records.note("id", "client")],
    ]);
    expect(end).toBeGreaterThanOrEqual(320);
    expect(end).toBeLessThan(360);
  });

  test("ends where planning never does", async () => {
    const checks = Array.from({ length: 200 }, (_, i): [number, (records: RecordedClients) => void] => [
      i * 100,
      checked("1/999 desks/test", true),
    ]);
    expect(await readyAfter(checks)).toBeLessThanOrEqual(8 * waitMs + 50);
  });
});

test("each account is known with the first config that is recorded under it, in any letters", () => {
  const records = new RecordedClients(0, new VirtualClock());
  records.note("id-1", "C1");
  records.note("id-2", "c1");
  records.note("id-3", undefined);
  records.note("id-4", "c2");
  expect(records.clients).toEqual(["c1", "c2"]);
  expect([records.configOf("C1"), records.configOf("c2"), records.configOf("c3")]).toEqual([
    "id-1",
    "id-4",
    undefined,
  ]);
});
