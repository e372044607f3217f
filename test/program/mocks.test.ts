// How an error is shown to who reads it: by Jest under mocks, by the SDK in a run.
import { shownInTests } from "../../provider/program/mocks";
import { runtime } from "../support/sdk";

test("in a run, an error keeps its stack; under mocks its stack is its message; what is no error is left alone", async () => {
  const error = new TypeError("no");
  const { stack } = error;
  expect(shownInTests(error)).toBe(error);
  expect(error.stack).toBe(stack);
  await runtime.setMocks({ newResource: ({ inputs }) => ({ id: "i", state: inputs }), call: () => ({}) });
  expect(shownInTests(error)).toBe(error);
  expect(error.stack).toBe("TypeError: no");
  for (const thrown of ["no", undefined, null]) expect(shownInTests(thrown)).toBe(thrown);
});
