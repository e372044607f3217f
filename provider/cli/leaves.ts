// Pure: the leaves of one config that are not as the code says, each with its three columns and its class.
import { givenBack, ownedDifferences } from "../changes";
import { fieldNames } from "../fields";
import { controlNames, recordedConfig } from "../state";
import { equal, isObject, leafDifferences, type Path, pathText, type Values } from "../values";
import { absent, type Cell, cellOf, notRead, SECRET } from "./cells";
import { apiPath, overlap, parsePath, valueAt } from "./paths";

/** What happened to a leaf, or will happen to it. */
export type LeafClass =
  /** The live value moved away from what was applied; the code stayed. */
  | "drift"
  /** The code moved; the live value stayed. */
  | "change"
  /** Live value and code moved, to different values. */
  | "both"
  /** The code empties the field. */
  | "clear"
  | "adopt"
  | "create"
  | "delete"
  | "replace"
  /** The config is gone. */
  | "missing"
  /** A live value moved that the code does not declare. */
  | "observed";

/** One leaf and its three columns. */
export interface Leaf {
  readonly path: string;
  readonly applied: Cell;
  readonly live: Cell;
  readonly code: Cell;
  readonly class: LeafClass;
  /** What the class does not say, or null. */
  readonly note: string | null;
}

/** What a document knows of one config. */
export interface Sides {
  /** Outputs as last recorded. */
  readonly applied: Values;
  /** Outputs as live, or as recorded where the document did not read them. */
  readonly live: Values;
  /** Inputs of the last update, over which the engine compares. */
  readonly inputs: Values;
  /** Inputs as the code declares them. */
  readonly code: Values;
  /** Whether live values were read. */
  readonly read: boolean;
  /** Paths that the engine found to differ, or null where it did not say. */
  readonly diff: readonly string[] | null;
}

/** Differences of an update: leaves, the fields that a PATCH carries, and what a reader should know besides. */
export interface Update {
  readonly leaves: Leaf[];
  /** Paths as {@link ownedDifferences} gives them. */
  readonly writes: readonly Path[];
  /** Inputs, with null for what is given back. */
  readonly wanted: Values;
  readonly notes: string[];
}

/** The leaves of a config that an update (or, with `as`, a replacement) would write. */
export function updateOf(sides: Sides, as?: LeafClass): Update {
  const { cleared, left } = givenBack(sides.live, sides.code);
  const wanted = { ...sides.code, ...Object.fromEntries(cleared.map((name) => [name, null])) };
  const writes = changedPaths(sides, wanted);
  const secretsMoved = whyMoved(sides, writes);
  const leaves = writes.map((path) => leafAt(sides, wanted, path, secretsMoved, as));
  const controls = controlNames
    .filter((name) => !equal(sides.inputs[name] ?? null, sides.code[name] ?? null))
    .map((name): Leaf => {
      const before = cellOf(sides.inputs[name], [name]);
      const note = name === "transferConfigId" ? null : "kept in the state, not sent";
      const live = sides.read ? before : notRead;
      return {
        path: name,
        applied: before,
        live,
        code: cellOf(sides.code[name], [name]),
        class: as ?? "change",
        note,
      };
    });
  const notes = left.length > 0 ? [`no longer declared and left as it is: ${left.join(", ")}`] : [];
  return { leaves: [...leaves, ...controls], writes, wanted, notes };
}

/** Every leaf of the fields in `values`, all of one class; `columns` gets a path in the API's shape. */
export function wholeLeaves(
  values: Values,
  as: LeafClass,
  columns: (value: unknown, path: Path) => Pick<Leaf, "applied" | "live" | "code">,
): Leaf[] {
  const names = [...fieldNames, "additionalFields"].filter((name) => values[name] !== undefined);
  return names
    .flatMap((name) => leafDifferences(values[name], isObject(values[name]) ? {} : undefined, [name]))
    .map(({ path, want }) => ({
      path: pathText(path),
      ...columns(want, apiPath(path)),
      class: as,
      note: null,
    }));
}

/** Live leaves that moved and that the code does not declare. */
export function observedLeaves(sides: Sides): Leaf[] {
  const { code } = sides;
  const owned = ({ path: [head, member] }: { path: Path }): boolean => {
    const declared = code[head as string];
    if (declared === undefined) return false;
    return head !== "dynamicOptions" || !isObject(declared) || declared[member as string] !== undefined;
  };
  const given = givenBack(sides.live, code).cleared as string[];
  return fieldNames
    .filter((name) => !given.includes(name))
    .flatMap((name) => leafDifferences(sides.live[name] ?? null, sides.applied[name] ?? null, [name]))
    .filter((difference) => !owned(difference))
    .map(({ path, want, have }) => ({
      path: pathText(path),
      applied: cellOf(have, path),
      live: cellOf(want, path),
      code: absent,
      class: "observed",
      note: null,
    }));
}

// The engine knows the values behind "[secret]"; where one is in play, its word counts.
function changedPaths(sides: Sides, wanted: Values): Path[] {
  const live = recordedConfig(sides.live);
  const found = sides.diff?.map(parsePath);
  const told = (path: Path) => found?.some((other) => overlap(path, other)) ?? true;
  const plain = ownedDifferences(wanted, live)
    .filter(({ path, want, have }) => !hidden(want, have) || told(path))
    .map(({ path }) => path);
  const secret = (found ?? []).filter((path) => {
    const [want, have] = [valueAt(wanted, path), valueAt(live, apiPath(path))];
    return want === SECRET && have === SECRET && !plain.some((other) => overlap(path, other));
  });
  return [...plain, ...secret];
}

function hidden(want: unknown, have: unknown): boolean {
  const empty = (value: unknown) => value === undefined || value === null;
  return (want === SECRET || have === SECRET) && !empty(want) && !empty(have);
}

/** What a secret's change is, as far as can be told: the live config's time of change says whether it moved. */
function whyMoved(sides: Sides, writes: readonly Path[]): LeafClass {
  const [before, now] = [sides.applied.updatedAt, sides.live.updatedAt];
  if (!sides.read || (typeof now === "string" && before === now)) return "change";
  const applied = recordedConfig(sides.applied);
  const live = recordedConfig(sides.live);
  const others =
    observedLeaves(sides).length > 0 ||
    writes.some(
      (path) => !equal(valueAt(applied, apiPath(path)) ?? null, valueAt(live, apiPath(path)) ?? null),
    );
  return typeof now === "string" && typeof before === "string" && !others ? "drift" : "both";
}

function leafAt(sides: Sides, wanted: Values, path: Path, secretsMoved: LeafClass, as?: LeafClass): Leaf {
  const inApi = apiPath(path);
  const applied = valueAt(recordedConfig(sides.applied), inApi);
  const live = valueAt(recordedConfig(sides.live), inApi);
  const want = valueAt(wanted, path);
  const secret = live === SECRET && want === SECRET;
  const moved = secret ? secretsMoved : classOf(applied, live, want);
  const unsure = secret && moved === "both";
  return {
    path: pathText(path),
    applied: cellOf(applied, inApi),
    live: sides.read ? cellOf(live, inApi) : notRead,
    code: cellOf(valueAt(sides.code, path), inApi),
    class: as ?? moved,
    note: unsure ? "a secret: whether the live value or the code moved cannot be told" : null,
  };
}

function classOf(applied: unknown, live: unknown, want: unknown): LeafClass {
  const [a, l, w] = [applied ?? null, live ?? null, want ?? null];
  if (equal(a, l)) return w === null ? "clear" : "change";
  return equal(a, w) ? "drift" : "both";
}
