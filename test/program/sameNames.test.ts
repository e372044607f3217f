// Names that are the same, one in the program's text and one that is known later. The SDK is the real one, but for the run and for
// where warnings go.
import { noteName } from "../../provider/program/sameNames";
import * as pulumi from "../support/sdk";

const lines: string[] = [];
const run = {};
jest.mock("../../provider/program/sdk", () => ({
  ...jest.requireActual("../../provider/program/sdk"),
  getStackResource: () => run,
  log: { warn: async (line: string) => lines.push(line) },
}));

test("an output or promise of a name is compared with the same in plain text, and a number with nothing", async () => {
  noteName("plain", "Night");
  noteName("output", pulumi.output("Night"));
  noteName("promise", Promise.resolve("Day"));
  noteName("text", "Day");
  for (const resource of ["a", "b"]) noteName(resource, pulumi.output(5));
  for (let i = 0; i < 4; i++) await new Promise(setImmediate);
  expect(lines.sort()).toEqual([
    expect.stringMatching(/^"plain", "output" declare the same name/),
    expect.stringMatching(/^"text", "promise" declare the same name/),
  ]);
});
