// Writes a plan file.
import { open } from "node:fs/promises";
import { counted, printable, printableJson } from "../../model/printable";
import type { CliContext } from "../cliContext";
import { CliError } from "../cliError";
import type { Review } from "../reportModel/report";
import type { Built } from "../reportModel/resource";
import { lackingLive, planOf } from "./planOf";

/** Writes the plan of a review, and says on stderr what it holds. It names phone numbers: nobody else needs to read it. */
export async function writePlan(file: string, review: Review, { stderr }: CliContext): Promise<void> {
  const plan = planOf(review, new Date());
  await writePrivate(file, `${printableJson(plan, 2)}\n`).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`cannot write ${file}: ${error.code ?? error.message}`);
  });
  const namesOf = (those: (built: Built) => boolean) =>
    review.built.filter(those).map(({ resource }) => resource.name);
  const told: [names: string[], text: (names: string) => string][] = [
    [
      lackingLive(review),
      (names) =>
        `It lacks the writes to ${names}, whose live values were not read: an update under this plan stops there.`,
    ],
    [
      namesOf(({ refused }) => refused),
      (names) => `An update fails at ${names}, with this plan or without: the report says why.`,
    ],
    [
      namesOf(({ needsRefresh }) => needsRefresh),
      (names) =>
        `An update without --refresh stops at ${names} or passes over it, because the live config changed or is gone.`,
    ],
  ];
  const text = [
    `The plan in ${file} holds ${counted(plan.writes.length, "write")}.`,
    ...told.filter(([names]) => names.length > 0).map(([names, say]) => say(names.join(", "))),
  ].join(" ");
  stderr.write(`${printable(text)}\n`);
}

/** Writes a file that its owner alone can read, also where one was there that others could. */
async function writePrivate(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    if ((await handle.stat()).isFile()) await handle.chmod(0o600);
    await handle.writeFile(text);
  } finally {
    await handle.close();
  }
}
