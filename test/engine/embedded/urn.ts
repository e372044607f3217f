// URNs: how they are put together from a resource's place in the program, and taken apart again.

import { STACK_TYPE } from "./state";

/** Stack and project that a URN belongs to. */
export interface Home {
  stack: string;
  project: string;
}

export function createUrn(home: Home, parent: string | undefined, type: string, name: string): string {
  const above = parent === undefined || parent === "" ? "" : qualifiedType(parent);
  // Whatever hangs directly under the stack is written as if it had no parent.
  const chain = above === "" || above === STACK_TYPE ? type : `${above}$${type}`;
  return `urn:pulumi:${home.stack}::${home.project}::${chain}::${name}`;
}

export const qualifiedType = (urn: string) => urn.split("::")[2] ?? "";
export const typeOf = (urn: string) => qualifiedType(urn).split("$").at(-1) ?? "";
export const nameOf = (urn: string) => urn.split("::").slice(3).join("::");
