// Pure: who uses a config, in words.
import { counted, printable } from "../../model/printable";
import type { Resource } from "../reportModel/types";

type User = NonNullable<Resource["usedBy"]>[number];

/** How a format writes text from outside: names in quotes or as code, other words as prose. */
export interface Writing {
  readonly name: (text: string) => string;
  readonly words: (text: string) => string;
}

/** Names that are listed of each kind before the rest is counted. */
const listed = 5;

const plain: Writing = { name: (text) => printable(JSON.stringify(text)), words: printable };

/** `Used by 3 active campaigns: "A", "B", "C"; 1 appointment config: "D".`, or null where the usage was not read. */
export function usedByLine({ usedBy }: Resource, writing: Writing = plain): string | null {
  if (usedBy === null) return null;
  if (usedBy.length === 0) return "Nothing that was read points to it.";
  const groups = new Map<string, User[]>();
  for (const user of usedBy) {
    const noun = nounOf(user, writing);
    groups.set(noun, [...(groups.get(noun) ?? []), user]);
  }
  const parts = [...groups].map(([noun, users]) => {
    const names = users.slice(0, listed).map((user) => nameOf(user, writing));
    const more = users.length - names.length;
    return `${counted(users.length, noun)}: ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
  });
  return `Used by ${parts.join("; ")}.`;
}

function nounOf({ kind, status }: User, { words }: Writing): string {
  if (kind === "appointment-config") return "appointment config";
  return status === null ? "campaign" : `${words(status)} campaign`;
}

function nameOf({ name, id, as }: User, writing: Writing): string {
  // That a campaign itself names the config needs no word; that a block does, or only after hours, needs one.
  const ways = as.filter((way) => !/^transferConfigIds?$/.test(way)).map(writing.words);
  return `${writing.name(name ?? id ?? "without a name")}${ways.length > 0 ? ` (${ways.join(", ")})` : ""}`;
}
