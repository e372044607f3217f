// The README is short, and what it used to hold stands in docs: the tables of fields and of rules are those of the package.
import * as fs from "node:fs";
import * as path from "node:path";
import { fields, optionMembers, type Spec } from "../../provider/model/fieldTable";
import { rules } from "../../provider/model/rules";

const root = path.join(__dirname, "../..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const page = read("docs/reference/fields.md");

function row(name: string, spec: Spec): string {
  const anchor = name.toLowerCase().replace(/\W/g, "");
  return `| [\`${name}\`](#${anchor}) | ${spec.type} | ${spec.nullable ? "yes" : ""} | ${spec.sensitive ? "yes" : ""} |`;
}

test("the page of fields has a row for each field, with its type, null and secrecy", () => {
  const rows = [
    ...Object.entries(fields).map(([name, spec]) => row(name, spec)),
    ...Object.entries(optionMembers).map(([name, spec]) => row(`dynamicOptions.${name}`, spec)),
  ];
  const shown = page.split("\n").filter((line) => /^\| \[`[^[\]]+`\]\(#/.test(line));
  expect(shown).toEqual(rows);
});

test("the page of fields has a row for each rule across fields, and no other", () => {
  const rows = [
    "| Rule | Severity | Broken where | Because | Source |",
    "| --- | --- | --- | --- | --- |",
    ...rules.map(
      ({ name, severity, when, reason, source }) =>
        `| \`${name}\` | ${severity} | ${when} | ${reason} | ${source} |`,
    ),
  ];
  const [, after = ""] = page.split("## Rules across fields\n");
  expect(after.split("\n").filter((line) => line.startsWith("|"))).toEqual(rows);
});

test("the README is under 150 lines, begins with what the package does, and has the two commands", () => {
  const readme = read("README.md");
  expect(readme.split("\n").length).toBeLessThan(150);
  const [, what = ""] = /^# pulumi-carecycle\n\n([\s\S]*?)\n\n<p>/.exec(readme) ?? [];
  expect(what.match(/\.(\s|$)/g)).toHaveLength(3);
  expect(readme).toContain("npm ci && npm run demo");
  expect(readme).toContain("npm cit");
  for (const [, image = ""] of readme.matchAll(/src="([^"]+)"/g))
    expect(fs.existsSync(path.join(root, image))).toBe(true);
});
