// What the SDK has without declaring it, in a version that has it and in one that lacks it.
import type * as Internals from "../../provider/program/sdkInternals";

let config: object;
let state: object;
jest.mock("@pulumi/pulumi/runtime/config", () => ({ ...config }));
jest.mock("@pulumi/pulumi/runtime/state", () => ({ ...state }));

/** The module as it is beside an SDK of these exports. */
function beside(exports: { config?: object; state?: object }): typeof Internals {
  config = exports.config ?? {};
  state = exports.state ?? {};
  let loaded: typeof Internals | undefined;
  jest.isolateModules(() => {
    loaded = require("../../provider/program/sdkInternals");
  });
  return loaded as typeof Internals;
}

test("a key is encrypted where the SDK says so", () => {
  const { isConfigSecret } = beside({ config: { isConfigSecret: (key: string) => key === "a:key" } });
  expect([isConfigSecret("a:key"), isConfigSecret("a:other")]).toEqual([true, false]);
});

test("of an SDK that does not tell, no key is refused as plain text", () => {
  expect(beside({}).isConfigSecret("a:key")).toBe(true);
});

test("a run may have transforms where it has a server of callbacks", () => {
  expect(beside({ state: { getStore: () => ({ callbacks: {} }) } }).hasCallbacks()).toBe(true);
  expect(beside({ state: { getStore: () => ({}) } }).hasCallbacks()).toBe(false);
  expect(beside({}).hasCallbacks()).toBe(false);
});

test("both are in the SDK that is installed", () => {
  expect(jest.requireActual("@pulumi/pulumi/runtime/config")).toHaveProperty("isConfigSecret");
  expect(jest.requireActual("@pulumi/pulumi/runtime/state")).toHaveProperty("getStore");
});
