// The TypeScript that `adopt` writes, whatever live configs are called and hold.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "../../../provider/cli/commands/generate";
import { compileErrors } from "../../support/compileErrors";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

// Inside the checkout, so that generated files find the package in node_modules above them.
const workFolder = join(__dirname, "../../../.work");
let folder: string;
beforeEach(() => {
  mkdirSync(workFolder, { recursive: true });
  folder = mkdtempSync(join(workFolder, "generate-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("names that are empty, reserved or the same still give unique, valid names", () => {
  const names = ["class", "!!!", "", "24/7 desk", "Über Büro", "a".repeat(300), "class"];
  const generated = generate(
    names.map((name, i) => ({ id: id.replace(/.$/, String(i)), name })),
    false,
  );
  for (const { name, text } of generated.files) writeFileSync(join(folder, name), text);
  expect(readdirSync(folder)).toHaveLength(names.length);
  expect(generated.files.map((f) => f.name).slice(0, 5)).toEqual([
    "class.ts",
    "transfer-config.ts",
    "transfer-config-2.ts",
    "247-desk.ts",
    "uber-buro.ts",
  ]);
  expect(compileErrors(folder)).toEqual([]);
}, 60_000);

const unacceptable = {
  type: "hologram",
  dynamicOptions: {
    pingUrl: "x",
    timeout: "3 s",
    "new\u2028member": 1,
    headers: { a: "SENSITIVE", b: 1 },
    body: null,
    successConditions: [{ field: "status", weight: 2, value: null }],
  },
};
const refusedNames = [
  "type",
  "dynamicOptions.successConditions[0].weight",
  "dynamicOptions.timeout",
  'dynamicOptions["new\\u2028member"]',
  "dynamicOptions.headers",
];

test.each([false, true])(
  "live values that the schema refuses are left out one by one, and named (%s)",
  (single) => {
    const { files: written, refused } = generate(
      [{ id: id, name: "Desk", ...unacceptable } as never],
      single,
    );
    const text = written[0]?.text ?? "";
    expect(refused).toEqual([{ id: id, names: expect.arrayContaining(refusedNames) }]);
    expect(text).not.toMatch(/hologram|3 s|SENSITIVE|weight:|\u2028/);
    expect(text).toContain('pingUrl: "x"');
    expect(text).toContain('field: "status"');
    const comment = text.split("\n").find((line) => line.trim().startsWith("// Live, but not declared"));
    for (const name of refusedNames) expect(comment).toContain(name);
    writeFileSync(join(folder, "desk.ts"), text);
    expect(compileErrors(folder)).toEqual([]);
  },
  60_000,
);
