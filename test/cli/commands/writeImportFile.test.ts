// The import file of `adopt`: whether it may be written, and how to use it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeclaredConfig } from "../../../provider/cli/commands/importFile";
import { importText, writeImportFile } from "../../../provider/cli/commands/writeImportFile";

const declared = (name: string, ...secrets: DeclaredConfig["secrets"]): DeclaredConfig => ({
  live: { id: "497f6eca-6276-4993-bfeb-53cbbbba6f08", name },
  name,
  args: { name },
  secrets,
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("it is indented JSON, and overwrites another only by force", async () => {
  const file = join(folder, "import.json");
  await writeImportFile(file, [declared("desk")], false);
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/^\{\n {2}"resources": \[\n {4}\{\n/);
  expect(text.endsWith("}\n")).toBe(true);
  expect(JSON.parse(text).resources).toMatchObject([{ name: "desk" }]);
  writeFileSync(file, "mine");
  await expect(writeImportFile(file, [declared("desk")], false)).rejects.toThrow(
    `${file} exists, and nothing was written: --force overwrites it.`,
  );
  expect(readFileSync(file, "utf8")).toBe("mine");
  await writeImportFile(file, [declared("desk")], true);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("one that can't be written is told with why", async () => {
  const file = join(folder, "none/import.json");
  await expect(writeImportFile(file, [], false)).rejects.toThrow(`cannot write ${file}: ENOENT`);
});

const how =
  "Import the configs before the first pulumi up, which would create new ones otherwise (Pulumi 3.254 or newer):";

test.each([
  ["import.json", "import.json"],
  ["/a/b_c-1.json", "/a/b_c-1.json"],
  ["my import.json", "'my import.json'"],
  ["it's.json", "'it'\\''s.json'"],
  ["a;b", "'a;b'"],
])("%s is named as a shell takes it", (file, quoted) => {
  expect(importText(file, [declared("desk")])).toBe(
    `wrote ${file}\n\n${how}\n  pulumi import --file ${quoted} --generate-code=false --protect=false\n`,
  );
});

test("what is left out is named by resource and path", () => {
  const secrets = [["sipHeaders"], ["dynamicOptions", "headers", "a\u001bb"]];
  expect(
    importText("i", [declared("desk", ...secrets), declared("sales"), declared("b", ["sipHeaders"])]),
  ).toBe(
    `wrote i\n\n${how}\n  pulumi import --file i --generate-code=false --protect=false\n\n` +
      "Left out of that file, because they may carry credentials; the first pulumi up records them:\n" +
      '  desk: sipHeaders, dynamicOptions.headers["a\\u001bb"]\n  b: sipHeaders\n',
  );
});
