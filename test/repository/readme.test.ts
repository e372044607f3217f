// The README's tables of fields and of rules are those of the package.
import * as fs from "node:fs";
import * as path from "node:path";
import { fields, optionMembers, type Spec } from "../../provider/model/fieldTable";
import { rules } from "../../provider/model/rules";

const readme = fs.readFileSync(path.join(__dirname, "../../README.md"), "utf8");

function row(name: string, spec: Spec): string {
  const notes = [spec.nullable ? "can be null" : "", spec.sensitive ? "secret" : ""]
    .filter(Boolean)
    .join(", ");
  return `| \`${name}\` | ${spec.type} | ${notes} |`;
}

test("the README's table of fields says what the table of fields says", () => {
  const rows = [
    "| field | type | |",
    "| --- | --- | --- |",
    ...Object.entries(fields).map(([name, spec]) => row(name, spec)),
    ...Object.entries(optionMembers).map(([name, spec]) => row(`dynamicOptions.${name}`, spec)),
  ];
  const shown = /<!-- fields -->\n([\s\S]*?)\n<!-- \/fields -->/.exec(readme)?.[1];
  expect(shown).toBe(rows.join("\n"));
});

test("the README's table of rules says what the table of rules says", () => {
  const rows = [
    "| rule | severity | warns where | because | source |",
    "| --- | --- | --- | --- | --- |",
    ...rules.map(
      ({ name, severity, when, reason, source }) =>
        `| \`${name}\` | ${severity} | ${when} | ${reason} | ${source} |`,
    ),
  ];
  const shown = /<!-- rules -->\n([\s\S]*?)\n<!-- \/rules -->/.exec(readme)?.[1];
  expect(shown).toBe(rows.join("\n"));
});
