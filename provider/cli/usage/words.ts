// Pure: sentences about usage.
import { CareCycleError, RequestError } from "../../api/errors";

/** "a", "a or b", "a, b or c". */
export function either(words: readonly string[], word = "or"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${word} ${words.at(-1)}`;
}

/** How a request ended, such as "answered 403 FORBIDDEN: ...". @throws an error that isn't one of the client's. */
export function outcomeOf(error: unknown): string {
  if (error instanceof RequestError) return error.outcome;
  if (error instanceof CareCycleError) return error.message;
  throw error;
}

/** The first few of a list, and how many more there are. */
export function firstOf(names: readonly string[], most = 5, between = ", "): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(between)}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Users of a config as the subject of a sentence: "A points", "A, B point". */
export function pointing(
  users: readonly { readonly id?: string | null; readonly name?: string | null }[],
): string {
  const names = users.map(({ name, id }) => shortened(name ?? id ?? "without a name"));
  return `${firstOf(names)} ${users.length === 1 ? "points" : "point"}`;
}

// A name is the customer's text of any length; a line has room for its beginning.
const longestName = 120;

/** A name fit for a line. */
export function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}
