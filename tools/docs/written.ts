// The pages that come from the code's own tables: the page of fields, and tables within pages that people write.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { conditionMembers, fields, optionMembers } from "../../provider/model/fieldTable";
import { rules } from "../../provider/model/rules";
import { packageFiles } from "../mutation/parts";
import { scoreTable } from "../mutation/scores";
import scores from "../mutation/scores.json";
import { commandsPage } from "./commandsPage";
import { descriptionsIn } from "./descriptions";
import { fieldsPage } from "./fieldsPage";
import { quotaTable, settingsTable } from "./tables";

/** Folder of the repository. */
export const root = join(__dirname, "../..");

/** The pages by path. */
export function writtenPages(): [path: string, text: string][] {
  const types = readFileSync(join(root, "provider/model/types.ts"), "utf8");
  const tables = { fields, optionMembers, conditionMembers };
  return [
    ["docs/reference/fields.md", fieldsPage(tables, descriptionsIn(types), rules)],
    ["docs/reference/commands.md", commandsPage()],
    withTable("docs/configuration.md", "settings", settingsTable()),
    withTable("docs/quota.md", "quota", quotaTable()),
    withTable("docs/mutation.md", "scores", scoreTable(scores, packageFiles())),
  ];
}

/** The page with `table` between its comments `<!-- name -->` and `<!-- /name -->`. */
function withTable(path: string, name: string, table: string): [string, string] {
  const text = readFileSync(join(root, path), "utf8");
  const [before, rest] = text.split(`<!-- ${name} -->\n`);
  const after = rest?.split(`<!-- /${name} -->`)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for ${name}`);
  return [path, `${before}<!-- ${name} -->\n${table}\n<!-- /${name} -->${after}`];
}
