// Ids of transfer configs on a command line.
import { uuidPattern } from "../model/fieldTable";
import { CliError } from "./cliError";

/** @throws CliError that names those that are no ids. */
export function requireIds(ids: readonly string[]): void {
  const wrong = ids.filter((id) => !uuidPattern.test(id));
  if (wrong.length > 0) throw new CliError(`not a transfer config id (a UUID): ${shortList(wrong)}`);
}

// What is no id may be anything: a whole file, say, on stdin.
function shortList(texts: readonly string[]): string {
  const shown = texts.slice(0, 20).map((text) => (text.length > 100 ? `${text.slice(0, 100)}…` : text));
  return [...shown, ...(texts.length > 20 ? [`and ${texts.length - 20} more`] : [])].join(", ");
}
