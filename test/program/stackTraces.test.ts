// What registering a resource costs in stack traces, and what still has them.
import { pathToFileURL } from "node:url";
import { TransferConfig } from "../../provider/program/transferConfig";
import * as pulumi from "../support/sdk";

type Prepare = NonNullable<typeof Error.prepareStackTrace>;
interface Position {
  uri: string;
  line: number;
}
/** The part of a registration that names the program's line, which the SDK's mocks leave out. */
interface Registration {
  getType(): string;
  getSourceposition(): { toObject(): Position } | undefined;
}
interface Monitor {
  registerResource(request: Registration, callback: unknown): unknown;
}

let positions: Position[];

beforeEach(async () => {
  positions = [];
  await pulumi.runtime.setMocks(
    { newResource: ({ inputs }) => ({ id: "i", state: inputs }), call: () => ({}) },
    "project",
    "stack",
  );
  const { getMonitor } = pulumi.runtime as unknown as { getMonitor(): Monitor };
  const monitor = getMonitor();
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    const position = request.getSourceposition()?.toObject();
    if (request.getType() !== "pulumi:pulumi:Stack" && position) positions.push(position);
    return register(request, callback);
  };
});

const { prepareStackTrace, stackTraceLimit } = Error;
afterEach(() => {
  Error.prepareStackTrace = prepareStackTrace as Prepare;
  Error.stackTraceLimit = stackTraceLimit;
  delete process.env.PULUMI_DEBUG_PROMISE_LEAKS;
});

/** How many stack traces were formatted that have frames, each of which is looked up in the source maps. */
function tracesTakenBy(construct: () => void): number {
  let count = 0;
  Error.prepareStackTrace = (error, frames) => {
    if (frames.length > 0) count += 1;
    return [error, ...frames].join("\n    at ");
  };
  construct();
  Error.prepareStackTrace = prepareStackTrace as Prepare;
  return count;
}

/** Does `work` as a program does it: in a stack. */
async function inStack<T>(work: () => T): Promise<T | undefined> {
  let result: T | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    result = work();
    return {};
  });
  await (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
  return result;
}

test("a resource takes one stack trace: the one that its source position comes from", async () => {
  const declare = () => void new TransferConfig("sales", { name: "Sales", directPhoneNumber: "+15550100" });
  expect(await inStack(() => tracesTakenBy(declare))).toBe(1);
});

test("PULUMI_DEBUG_PROMISE_LEAKS has one taken for every promise", async () => {
  process.env.PULUMI_DEBUG_PROMISE_LEAKS = "1";
  const declare = () => void new TransferConfig("sales", { name: "Sales" });
  expect(await inStack(() => tracesTakenBy(declare))).toBeGreaterThan(50);
});

/** A resource whose constructor throws `thrown`. */
const failing = (thrown: unknown) => () => {
  const transformation = () => {
    throw thrown;
  };
  return new TransferConfig("desk", { name: "Desk" }, { transformations: [transformation] });
};

function thrownBy(construct: () => void): unknown {
  try {
    construct();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("the limit is what it was before, whatever is thrown", async () => {
  Error.stackTraceLimit = 23;
  const limits = await inStack(() => {
    new TransferConfig("sales", { name: "Sales" });
    return [
      Error.stackTraceLimit,
      ...[new Error("no"), "no", undefined].map((thrown) => {
        expect(thrownBy(failing(thrown))).toBe(thrown);
        return Error.stackTraceLimit;
      }),
    ];
  });
  expect(limits).toEqual([23, 23, 23, 23]);
});

test("an error of the constructor leads to the program's line", async () => {
  const error = await inStack(() =>
    thrownBy(function program() {
      new TransferConfig("", { name: "Sales" });
    }),
  );
  expect((error as Error).stack).toMatch(
    /^Error: Missing resource name argument.*\n\s+at new TransferConfig \(.*\n\s+at program \(/,
  );
});

test("an error is given the program's line whatever its message says", async () => {
  const transformation = () => {
    throw new Error("nobody at home");
  };
  const error = await inStack(() =>
    thrownBy(function program() {
      new TransferConfig("desk", { name: "Desk" }, { transformations: [transformation] });
    }),
  );
  expect((error as Error).stack).toMatch(
    /^Error: nobody at home\n\s+at new TransferConfig \(.*\n\s+at program \(/,
  );
});

test("an error that has a stack trace keeps it", async () => {
  const made = new Error("made elsewhere");
  const { stack } = made;
  await inStack(() => thrownBy(failing(made)));
  expect(made.stack).toBe(stack);
});

test("the engine is told the program's line, as by any other resource", async () => {
  class Other extends pulumi.CustomResource {
    constructor(name: string) {
      super("other:index:Other", name, {});
    }
  }
  // Named, because the SDK reads frames of named functions only.
  await inStack(function program() {
    new Other("other");
    new TransferConfig("sales", { name: "Sales" });
  });
  const [other, sales] = positions;
  expect(sales?.uri).toBe(pathToFileURL(__filename).href);
  expect(sales).toEqual({ ...other, line: Number(other?.line) + 1 });
});
