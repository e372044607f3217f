// How findings are printed: a grade, a line, what to do; no secret, and colours only for a terminal.
import { Writable } from "node:stream";
import { Findings, ok, problem, warning } from "../../../provider/cli/doctor/finding";

function opened(env: NodeJS.ProcessEnv = {}, isTTY = false) {
  let text = "";
  const stdout = Object.assign(
    new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    }),
    isTTY && { isTTY },
  );
  const context = { stdin: [] as never, stdout, stderr: stdout, env, cwd: () => "/" };
  return { findings: new Findings(context), printed: () => text };
}

test("each is a line with its grade in a column, and its advice below", () => {
  const { findings, printed } = opened();
  findings.add(ok("Node 20"), warning("two copies", "Run: npm dedupe"));
  findings.add(problem("no key", "Run: pulumi config set"));
  expect(printed()).toBe(
    "ok       Node 20\nwarning  two copies\n         Run: npm dedupe\nproblem  no key\n         Run: pulumi config set\n",
  );
});

test("no line holds what is hidden, or steers the terminal", () => {
  const { findings, printed } = opened();
  findings.hide(undefined);
  findings.hide("");
  findings.hide("canary");
  findings.add(warning("it says canary\u001b[2J", "unset canary\u001b[2J"));
  expect(printed()).toBe("warning  it says [secret]\ufffd[2J\n         unset [secret]\ufffd[2J\n");
});

test("a terminal shows the grade in colour", () => {
  const { findings, printed } = opened({}, true);
  findings.add(ok("a"), warning("b", "c"), problem("d", "e"));
  expect(printed()).toBe(
    "\u001b[32mok       \u001b[39ma\n\u001b[33mwarning  \u001b[39mb\n         c\n\u001b[31mproblem  \u001b[39md\n         e\n",
  );
});

test.each([
  ["no terminal", {}, false],
  ["NO_COLOR", { NO_COLOR: "1" }, true],
  ["a dumb terminal", { TERM: "dumb" }, true],
])("%s has none", (_, env, isTTY) => {
  const { findings, printed } = opened(env, isTTY);
  findings.add(ok("a"));
  expect(printed()).toBe("ok       a\n");
});

test("other terminals have colours, and an empty NO_COLOR does not count", () => {
  const { findings, printed } = opened({ TERM: "xterm", NO_COLOR: "" }, true);
  findings.add(ok("a"));
  expect(printed()).toContain("\u001b[32m");
});

test("the last line counts problems and warnings", () => {
  const { findings } = opened();
  findings.add(ok("a"));
  expect([findings.problems, findings.summary()]).toEqual([0, "Nothing stands in the way."]);
  findings.add(warning("b", "c"));
  expect([findings.problems, findings.summary()]).toEqual([0, "0 problems, 1 warning."]);
  findings.add(problem("d", "e"), warning("b", "c"));
  expect([findings.problems, findings.summary()]).toEqual([1, "1 problem, 2 warnings."]);
  const { findings: others } = opened();
  others.add(problem("d", "e"), problem("d", "e"));
  expect([others.problems, others.summary()]).toEqual([2, "2 problems, 0 warnings."]);
});
