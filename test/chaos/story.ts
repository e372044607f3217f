// A story: what happens to one stack, round by round. Plain data, so that it can be printed, shrunk and played again. Its
// actions name slots (places for a config in the program) by number; one that makes no sense at its time does nothing.
import type { FieldName } from "../../provider/model/types";
import type { EmulatorOptions } from "../emulator";
import type { FaultKind } from "../emulator/faults";
import type { Json } from "../emulator/objects";

/** What the API's documentation leaves open, decided for one story. */
export type Server = Required<
  Pick<
    EmulatorOptions,
    | "dynamicOptions"
    | "serverDefaults"
    | "validationStatus"
    | "createStatus"
    | "quotaWindow"
    | "rateLimitHeader"
  >
>;

/** A config as the program may declare it: fields, and the texts that it wraps in pulumi.secret. */
export interface Declaration {
  readonly fields: Json;
  readonly secrets: Json;
}

/** An edit of the program. */
export type ProgramEdit =
  /** A new resource, which creates a config or adopts the spare one of that number. */
  | { do: "add"; slot: number; spare: number | null; declare: Declaration; controls: Json }
  | { do: "declare"; slot: number; declare: Declaration }
  /** Members of dynamicOptions, beside those that are declared. */
  | { do: "options"; slot: number; members: Json }
  | { do: "additional"; slot: number; fields: Json }
  /** Fields, or `dynamicOptions.MEMBER`, that are no longer declared. */
  | { do: "drop"; slot: number; paths: string[] }
  | { do: "controls"; slot: number; controls: Json }
  | { do: "remove"; slot: number }
  /** Another logical name: with an alias, without one, or without one and with the config's id declared. */
  | { do: "rename"; slot: number; how: "alias" | "plain" | "adopting" }
  /** Another config: the spare one of that number. */
  | { do: "retarget"; slot: number; spare: number }
  /** Two resources exchange their configs. */
  | { do: "swap"; slot: number; other: number }
  /** Declares the id of the config that the resource has, in upper case, or no longer declares it. */
  | { do: "id"; slot: number; declared: boolean };

/** An edit in the dashboard, of the config of a slot or of a spare one. */
export type DashboardEdit =
  | { do: "edit"; of: "slot" | "spare"; number: number; fields: Json; members: Json }
  /** Deletes the config of a slot. */
  | { do: "remove"; slot: number };

/** A fault of the emulator: which of the requests of a method it hits. */
export interface Trouble {
  method: "GET" | "POST" | "PATCH" | "DELETE" | "ANY";
  nth: number[];
  fault: { kind: Exclude<FaultKind, "edit-before" | "other-client">; [more: string]: unknown };
}

/** An edit in the dashboard while the run is under way: before the nth request of a method. */
export interface MidEdit {
  method: "GET" | "PATCH" | "POST";
  nth: number;
  edit: DashboardEdit & { do: "edit" };
}

/** The run that everything happens to. */
export interface Run {
  command: "up" | "preview" | "refresh";
  refresh: boolean;
  runProgram: boolean;
  /** Slots that are replaced in any case (`--replace`). */
  replace: number[];
  /** What is killed once so many requests have arrived; null: nothing. */
  kill: { what: "engine" | "provider"; after: number; method: "ANY" | "PATCH" | "POST" } | null;
}

/** One round: edits, a run in trouble, and then whatever it takes to converge. */
export interface Round {
  program: ProgramEdit[];
  dashboard: DashboardEdit[];
  troubles: Trouble[];
  midEdits: MidEdit[];
  run: Run;
}

/** How a story is made harder than its seed alone makes it. */
export interface Hardship {
  /** Fields go back to the former program after each troubled run, as when a deployment is rolled back. */
  rollBack?: boolean;
  /** Every troubled run is an update, with further faults among its first requests, and half of them are killed. */
  hard?: boolean;
}

/** Everything that happens to one stack. */
export interface Story {
  seed: number;
  server: Server;
  /** Places for configs in the program. */
  slots: number;
  /** Whether fields go back to the former program after each troubled run, as when a deployment is rolled back. */
  rollBack: boolean;
  rounds: Round[];
}

/** Fields that a program may drop, and members of dynamicOptions. */
export type DroppablePath = FieldName | `dynamicOptions.${string}`;
