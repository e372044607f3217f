// Writes a plan file.
import { writeFile } from "node:fs/promises";
import { counted, printable, printableJson } from "../../model/printable";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import type { Review } from "../reportModel/report";
import { lackingLive, planOf } from "./planOf";

/**
 * Writes the plan of a review, and says on stderr what it holds. It names phone numbers: nobody else needs to read it.
 * Returns whether an update can be carried out under it.
 */
export async function writePlan(file: string, review: Review, { stderr }: CliContext): Promise<boolean> {
  const plan = planOf(review, new Date());
  await writeFile(file, `${printableJson(plan, 2)}\n`, { mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
    },
  );
  const lacking = lackingLive(review);
  const stopping = review.built.filter(({ stops }) => stops).map(({ resource }) => resource.name);
  const without = [
    ...(lacking.length > 0
      ? [
          ` It holds none of ${lacking.join(", ")}, whose live values were not read: an update under this plan stops there.`,
        ]
      : []),
    ...(stopping.length > 0
      ? [` An update fails at ${stopping.join(", ")}, with this plan or without: the report says why.`]
      : []),
  ];
  const text = `The plan in ${file} holds ${counted(plan.writes.length, "write")}.${without.join("")}`;
  stderr.write(`${printable(text)}\n`);
  return without.length === 0;
}
