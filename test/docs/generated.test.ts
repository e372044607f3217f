// The page of fields and the computed tables are as the code has them. (What TypeDoc writes is checked by CI: npm run docs -- --check.)
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fields, optionMembers } from "../../provider/model/fieldTable";
import { fieldSchema } from "../../provider/model/inputSchemas";
import { readSettings, settingVariables } from "../../provider/session/settings";
import { root, writtenPages } from "../../tools/docs/written";

test.each(writtenPages())("%s is fresh (npm run docs writes it)", (path, text) => {
  expect(readFileSync(join(root, path), "utf8")).toBe(text);
});

test("every field is described, and its example is one that a program may declare", () => {
  const [, page] = writtenPages().find(([path]) => path.endsWith("fields.md")) ?? ["", ""];
  const sections = page.split("\n## ").slice(1, -1);
  expect(sections.length).toBeGreaterThan(25);
  for (const section of sections) expect(section).toMatch(/^`[^`]+`\n\n[A-Z].+\n\n- Type: /);
  for (const spec of [...Object.values(fields), ...Object.values(optionMembers)]) {
    expect(fieldSchema(spec).safeParse(spec.example)).toMatchObject({ success: true });
  }
});

test("every variable of the table sets its setting", () => {
  const values = {
    apiKey: "cc_x",
    baseUrl: "https://example.com",
    rateLimit: 7,
    rateWindowSeconds: 8,
    timeoutSeconds: 9,
    clientId: "5e505642-9024-474d-9434-e5a44f505cc5",
  };
  const env = Object.fromEntries(
    Object.entries(settingVariables).map(([name, variable]) => [
      variable,
      String(values[name as keyof typeof values]),
    ]),
  );
  expect(readSettings(() => undefined, env)).toMatchObject(values);
});
