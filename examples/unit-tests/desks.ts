// The program proper, as a function: so that a test can run it with what it wants.
import * as carecycle from "pulumi-carecycle";

/** A desk, as the team's file has it. */
export interface Desk {
  readonly name: string;
  readonly number: string;
  /** Whether a manager listens in. */
  readonly supervised?: boolean;
}

/** A transfer config for each desk. */
export function createDesks(desks: readonly Desk[]): carecycle.TransferConfig[] {
  return desks.map(
    ({ name, number, supervised = false }) =>
      new carecycle.TransferConfig(name.toLowerCase().replaceAll(" ", "-"), {
        name,
        type: "direct",
        directPhoneNumber: number,
        warmTransfer: supervised,
        ...(supervised && { warmMode: "wait-for-operator" }),
      }),
  );
}
