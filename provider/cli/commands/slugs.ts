// Pure: names of configs as names of files, resources and variables.
import slugify from "slugify";

/** A slug for each name, different in itself and as a {@link variable}. */
export function uniqueSlugs(names: readonly string[]): string[] {
  const taken: string[] = [];
  for (const name of names) {
    // Of two files that one index exports, neither variable may have the other's name.
    const isTaken = (slug: string) =>
      slug === "index" || taken.includes(slug) || taken.map(variable).includes(variable(slug));
    taken.push(unique(slugOf(name) || "transfer-config", isTaken));
  }
  return taken;
}

/** The name in lower-case letters, digits and hyphens; empty where none are left. */
export function slugOf(name: string): string {
  // Cut before, too: slugify goes through a name character by character.
  return slugify(name.slice(0, 400), { lower: true, strict: true }).slice(0, 60).replace(/-+$/, "");
}

/** The name, with a number behind it where it is taken. */
export function unique(base: string, isTaken: (name: string) => boolean): string {
  let name = base;
  for (let n = 2; isTaken(name); n++) name = `${base}-${n}`;
  return name;
}

/** A slug as a variable: `sales-floor` -> `salesFloor`; what cannot begin a name gets a prefix. */
export function variable(slug: string): string {
  const camel = slug.replace(/-+(.)/g, (_, c: string) => c.toUpperCase()).replace(/[^\w$]/g, "");
  return /^[A-Za-z]/.test(camel) && !reserved.has(camel)
    ? camel
    : `config${camel[0]?.toUpperCase() ?? ""}${camel.slice(1)}`;
}

const reserved = new Set(
  "arguments await break carecycle case catch class config const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public pulumi return static super switch this throw true try typeof undefined var void while with yield".split(
    " ",
  ),
);
