// The address of what the documentation says of an error.
import { packaged } from "./packaged";

// What is quoted of a message stands at its beginning; patterns with gaps take long over megabytes that others put behind.
const mostCharacters = 2_000;

const page = "https://github.com/pulumi-carecycle/pulumi-carecycle/blob/main/docs/troubleshooting.md";

/** Address of the entry that quotes this message; undefined where there is none. Of several, the most specific counts. */
export function troubleshootingAddress(message: string): string | undefined {
  const entries = quotedMessages().filter((entry) => patternOf(entry).test(message.slice(0, mostCharacters)));
  const [entry] = entries.sort((a, b) => b.length - a.length);
  return entry === undefined ? undefined : `${page}#${anchorOf(entry)}`;
}

function quotedMessages(): string[] {
  try {
    return packaged<string[]>("troubleshooting.json");
  } catch {
    // An error that is told without an address is better than another one in its place.
    return [];
  }
}

/** A quoted message with what its words in capitals stand for. */
function patternOf(entry: string): RegExp {
  const literal = entry.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    literal
      .replace(/^(GET|PATCH|POST|DELETE) /, "(GET|PATCH|POST|DELETE) ")
      .replace(/\b(ID|NAME|PATH|N|CODE|STATUS|CLIENT|CONFIG|FILE|URL|VALUE|REASON)\b/g, ".+?"),
  );
}

/** The anchor that GitHub makes of a heading that is the message as code. */
function anchorOf(entry: string): string {
  return entry
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_\- ]/gu, "")
    .replace(/ /g, "-");
}
