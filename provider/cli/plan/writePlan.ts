// Writes a plan file.
import { writeFile } from "node:fs/promises";
import { counted, printable, printableJson } from "../../model/printable";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import type { Review } from "../reportModel/report";
import { lackingLive, planOf } from "./planOf";

/** Writes the plan of a review, and says on stderr what it holds. It names phone numbers: nobody else needs to read it. */
export async function writePlan(file: string, review: Review, { stderr }: CliContext): Promise<void> {
  const plan = planOf(review, new Date());
  await writeFile(file, `${printableJson(plan, 2)}\n`, { mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
    },
  );
  const lacking = lackingLive(review);
  const without =
    lacking.length > 0
      ? ` It holds none of ${lacking.join(", ")}, whose live values were not read: an update under this plan stops there.`
      : "";
  const text = `The plan in ${file} holds ${counted(plan.writes.length, "write")}.${without}`;
  stderr.write(`${printable(text)}\n`);
}
