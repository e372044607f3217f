// The process of the command line: its arguments, its exit code, and a reader that goes away.
const asked: string[][] = [];
// The process of the tests has arguments and a stdout of its own.
jest.mock("../../provider/cli/commandLine", () => ({
  run: async (args: string[]) => {
    asked.push(args);
    return 2;
  },
}));

const { argv, exitCode } = process;
const before = process.stdout.listeners("error");
const added = () => process.stdout.listeners("error").filter((listener) => !before.includes(listener));
afterEach(() => {
  process.argv = argv;
  process.exitCode = exitCode;
  for (const listener of added()) process.stdout.off("error", listener as () => void);
});

test("the outcome of the command is the exit code, and a closed pipe is no failure", async () => {
  process.argv = ["node", "pulumi-carecycle", "drift", "--strict"];
  require("../../provider/cli/main");
  await Promise.resolve();
  await Promise.resolve();
  expect(asked).toEqual([["drift", "--strict"]]);
  expect(process.exitCode).toBe(2);
  const fail = (code: string) => () => {
    for (const listener of added()) listener(Object.assign(new Error(code), { code }));
  };
  expect(added()).toHaveLength(1);
  expect(fail("EPIPE")).not.toThrow();
  expect(fail("EIO")).toThrow("EIO");
});
