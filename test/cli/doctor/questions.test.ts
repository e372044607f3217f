// How the answers to the open questions are read: every question, with the responses that an API may give.
import { ApiError } from "../../../provider/api/errors";
import { configOf, questions } from "../../../provider/cli/doctor/questions";
import type { RawResponse } from "../../../provider/cli/doctor/rawApi";

const response = (json: unknown, status = 200): RawResponse => ({ status, json, error: undefined });
const withConfig = (config: unknown) => response({ transferConfig: config });
const withOptions = (dynamicOptions?: unknown) => withConfig({ dynamicOptions });
function failed(status: number, code?: string, paths: string[] = []): RawResponse {
  const errors = paths.map((path) => ({ path, message: "no" }));
  const error = new ApiError({ method: "PATCH", path: "/" }, { status, code, errors }, "");
  return { status, json: undefined, error };
}

const marked = { transferNumberField: "carecycleProbe" };
const noOptions = "dynamicOptions isn't in the answer";
const fields = {
  ...{ name: "a", type: "direct", directPhoneNumber: null, sipUri: null, sipHeaders: null },
  ...{ dynamicOptions: null, warmTransfer: true, warmMode: null, warmSummaryPrompt: null },
  ...{ transferWaitingMessages: null, appointmentBookingEnabled: false, appointmentConfigId: null },
  ...{ routingConfigId: null, softphoneFallbackType: null, softphoneFallbackPhoneNumber: null },
  softphoneHandoffStrategy: null,
};

const cases: Record<string, [responses: RawResponse[], answer: string][]> = {
  "Which members has a config that the documentation doesn't name?": [
    [[withConfig({ ...fields, id: "i", clientId: "c", createdAt: "t", updatedAt: "t" })], "none"],
    [[withConfig({ ...fields, queue: 1, screen: null })], "queue, screen"],
    [[response("no config")], "none"],
    [[withConfig("no config")], "none"],
  ],
  "Are fields without a value null in an answer, or left out?": [
    [[withConfig(fields)], "null: 12; left out: none"],
    [[withConfig({ ...fields, warmMode: undefined })], "null: 11; left out: none"],
    [[withConfig((({ sipUri, warmMode, ...rest }) => rest)(fields))], "null: 10; left out: sipUri, warmMode"],
  ],
  "Is there a list of transfer configs?": [
    [[failed(404, "NOT_FOUND")], "no: 404 NOT_FOUND"],
    [[failed(405)], "no: 405 without a code"],
    [[failed(500, "INTERNAL")], "no: 500 INTERNAL"],
    [[response({ items: [], itemsTotal: 0 })], "yes: 200, an answer with items, itemsTotal"],
    [[response({}, 204)], "yes: 204, an answer with none"],
    [[response([])], "yes: 200, an answer with none"],
  ],
  "Does `page` choose a page of the campaigns?": [
    [[response({ currentPage: 2 })], "the answer says that it is page 2"],
    [[response({ currentPage: "2" })], "the answer doesn't say which page it is"],
    [[response(undefined)], "the answer doesn't say which page it is"],
  ],
  "Are appointment configs listed with what they point to?": [
    [[response({ appointmentConfigs: [] })], "0 of 0 have transferConfigId"],
    [
      [response({ appointmentConfigs: [{ transferConfigId: null }, {}, "x"] })],
      "1 of 3 have transferConfigId",
    ],
    [[response({ appointmentConfigs: {} })], "no list"],
    [[response(undefined)], "no list"],
  ],
  "How is a cleared object answered?": [
    [[withOptions()], "left out of the answer"],
    [[withOptions(null)], "answered as null"],
    [[withOptions({})], "answered as something else"],
    [[failed(403, "FORBIDDEN")], "refused: 403 FORBIDDEN"],
    [[failed(400)], "refused: 400 without a code"],
    [[failed(400, "VALIDATION_ERROR", ["", "a.b"])], "refused: 400 VALIDATION_ERROR at a.b"],
    [[failed(400, "VALIDATION_ERROR", ["a", "b", "c", "d"])], "refused: 400 VALIDATION_ERROR at a, b, c"],
    [[failed(499)], "refused: 499 without a code"],
    [[failed(500, "INTERNAL")], "no answer: 500"],
  ],
  "Which defaults does the server fill into dynamicOptions?": [
    [[withOptions(null), withOptions({ pingUrl: "p" })], "none"],
    [
      [withOptions(null), withOptions({ pingUrl: "p", method: "GET", timeout: 3, headers: null })],
      "method (string), timeout (number), headers (null)",
    ],
    [[withOptions({ method: "GET" }), withOptions()], noOptions],
    [[failed(403, "FORBIDDEN"), withOptions({})], "refused: 403 FORBIDDEN"],
    [[withOptions({}), failed(403, "FORBIDDEN")], "refused: 403 FORBIDDEN"],
  ],
  "Does PATCH replace dynamicOptions, or merge into it?": [
    [[withOptions(marked), withOptions(marked)], "merges"],
    [[withOptions(marked), withOptions({})], "replaces"],
    [[withOptions(marked), withOptions({ transferNumberField: null })], "replaces"],
    [
      [withOptions(marked), withOptions({ transferNumberField: "x" })],
      "replaces, and fills in another value",
    ],
    [[withOptions(marked), withOptions()], noOptions],
    [[withOptions({}), withOptions(marked)], "the member wasn't stored at all"],
    [[withOptions(), withOptions(marked)], "the member wasn't stored at all"],
  ],
  "Does null remove a member of dynamicOptions?": [
    [[withOptions(marked), withOptions(marked)], "no, the value stays"],
    [[withOptions(marked), withOptions({ transferNumberField: null })], "it is answered as null"],
    [[withOptions(marked), withOptions({})], "yes, it is left out of the answer"],
    [[withOptions(marked), withOptions(null)], noOptions],
  ],
  "What becomes of an empty list?": [
    [[withConfig({ transferWaitingMessages: [] })], "answered as it was sent"],
    [[withConfig({ transferWaitingMessages: null })], "answered as null"],
    [[withConfig({ transferWaitingMessages: ["a"] })], "answered as something else"],
    [[withConfig({})], "left out of the answer"],
  ],
  "What becomes of an empty object in dynamicOptions?": [
    [[withOptions({ headers: {} })], "answered as it was sent"],
    [[withOptions({ headers: null })], "answered as null"],
    [[withOptions({ headers: { a: 1 } })], "answered as something else"],
    [[withOptions({})], "left out of the answer"],
    [[withOptions(null)], noOptions],
  ],
  "How is a value refused that breaks a documented limit?": [
    [[withConfig({ name: "" })], "it isn't: the empty name was accepted"],
    [[failed(422, "VALIDATION_ERROR", ["name"])], "422 VALIDATION_ERROR, naming the field"],
    [[failed(400)], "400 without a code, naming no field"],
    [[failed(500)], "500 without a code, naming no field"],
  ],
};

test("every question is tried", () => {
  expect(Object.keys(cases)).toEqual(questions.map(({ title }) => title));
});

describe.each(questions.map(({ title, answer }) => [title, answer] as const))("%s", (title, answer) => {
  test.each((cases[title] ?? []).map(([responses, expected]) => [expected, responses] as const))(
    "%s",
    (expected, responses) => {
      expect(answer(responses)).toBe(expected);
    },
  );
});

test("what is asked: each request by its method and what it changes", () => {
  const pingUrl = "https://example.com/carecycle-probe";
  const marker = { pingUrl, transferNumberField: "carecycleProbe" };
  expect(questions.map(({ requests }) => requests)).toEqual([
    [{ get: undefined }],
    [{ get: undefined }],
    [{ get: "/v2/campaigns/transfer-configs" }],
    [{ get: "/v2/campaigns?page=2" }],
    [{ get: "/v2/campaigns/appointment-configs" }],
    [{ patch: { dynamicOptions: null } }],
    [{ patch: { dynamicOptions: null } }, { patch: { dynamicOptions: { pingUrl } } }],
    [{ patch: { dynamicOptions: marker } }, { patch: { dynamicOptions: { pingUrl: `${pingUrl}/2` } } }],
    [
      { patch: { dynamicOptions: marker } },
      { patch: { dynamicOptions: { pingUrl, transferNumberField: null } } },
    ],
    [{ patch: { transferWaitingMessages: [] } }],
    [{ patch: { dynamicOptions: { pingUrl, headers: {} } } }],
    [{ patch: { name: "" } }],
  ]);
});

test("a response without a config has an empty one", () => {
  const none = [
    undefined,
    response(undefined),
    response("x"),
    response({}),
    withConfig(null),
    withConfig([]),
  ];
  for (const one of none) expect(configOf(one)).toEqual({});
  expect(configOf(withConfig({ a: 1 }))).toEqual({ a: 1 });
});
