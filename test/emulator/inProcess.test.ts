// The emulator called without a socket: the same API, for tests of one process.
import { COLLECTION, SALES } from "./call";
import { createEmulator, DEFAULT_KEY, type InProcessEmulator } from "./index";

const other = "aaaaaaaa-9024-474d-9434-e5a44f505cc5";
const seed = [{ id: SALES, name: "Sales" }];

async function send(emulator: InProcessEmulator, method: string, body?: object) {
  const headers = { "x-api-key": DEFAULT_KEY, "content-type": "application/json" };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const path = method === "POST" ? COLLECTION : `${COLLECTION}/${SALES}`;
  const response = await emulator.request(path, init);
  return { status: response.status, ...((await response.json()) as { [member: string]: unknown }) };
}

test("reads, writes, refuses and logs as the one with a socket does", async () => {
  const emulator = createEmulator({ seed });
  expect(await send(emulator, "GET")).toMatchObject({ status: 200, transferConfig: { name: "Sales" } });
  expect(await send(emulator, "PATCH", { name: "Desk" })).toMatchObject({ status: 200 });
  expect(await send(emulator, "POST", {})).toMatchObject({ status: 400, code: "VALIDATION_ERROR" });
  expect(emulator.get(SALES)?.name).toBe("Desk");
  expect(emulator.requests.map(({ method, status }) => `${method} ${status}`)).toEqual([
    "GET 200",
    "PATCH 200",
    "POST 400",
  ]);
});

test("what the server makes of a body is stored, once the body as sent has been found valid", async () => {
  const emulator = createEmulator({ seed });
  emulator.transformBody = () => ({ name: "NORMALISED" });
  expect(await send(emulator, "PATCH", { name: "" })).toMatchObject({ status: 400 });
  expect(await send(emulator, "PATCH", { name: "Desk" })).toMatchObject({
    transferConfig: { name: "NORMALISED" },
  });
});

test("another client's config is hidden, or visible where a test asks for it", async () => {
  const emulator = createEmulator({ seed: [{ ...seed[0], name: "Sales", clientId: other }] });
  expect(await send(emulator, "GET")).toMatchObject({ status: 404, code: "NOT_FOUND" });
  emulator.configure({ foreignConfigs: "visible" });
  expect(await send(emulator, "GET")).toMatchObject({ status: 200, transferConfig: { clientId: other } });
});

test("the rule that a fallback to appointments needs an appointment config can be turned off", async () => {
  const emulator = createEmulator({ seed });
  const body = { softphoneFallbackType: "appointment_booking" };
  expect(await send(emulator, "PATCH", body)).toMatchObject({ status: 400 });
  emulator.configure({ requireAppointment: false });
  expect(await send(emulator, "PATCH", body)).toMatchObject({ status: 200 });
});

test.each(["reset-before", "reset-after-commit", "truncated"] as const)(
  "the fault %s is refused, because there is no connection",
  async (kind) => {
    const emulator = createEmulator({ seed });
    emulator.faults.add({ method: "GET", fault: { kind } });
    expect(await send(emulator, "GET")).toMatchObject({
      status: 500,
      code: "EMULATOR_BUG",
      message: expect.stringContaining("called in process"),
    });
  },
);
