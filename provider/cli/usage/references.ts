// Pure: campaigns, assignments and appointment configs -> which of them point to each transfer config.
import type { AppointmentConfig, BlockSnippetAssignment, Campaign } from "../../api/client";
import { uuidPattern } from "../../model/fieldTable";
import type { Resource } from "../reportModel/types";
import { statusRank } from "./chosenStatuses";
import { shortened } from "./words";

/** A campaign or an appointment config that points to a config, as reports show it. */
export type User = NonNullable<Resource["usedBy"]>[number];

/** A campaign, and its assignments where they were read. */
export interface ReadCampaign {
  readonly campaign: Campaign;
  readonly assignments: readonly BlockSnippetAssignment[];
}

/** The id as it is compared: UUIDs are the same in either case. */
export function keyOf(id: string): string {
  return uuidPattern.test(id) ? id.toLowerCase() : id;
}

/** What points to each config, by {@link keyOf} its id: campaigns that call first, appointment configs last. */
export function usersByConfig(
  campaigns: readonly ReadCampaign[],
  appointmentConfigs: readonly AppointmentConfig[],
): Map<string, User[]> {
  const users = new Map<string, User[]>();
  const add = (user: Omit<User, "as">, references: readonly Reference[]): void => {
    const ways = new Map<string, string[]>();
    for (const { config, as } of references) ways.set(config, [...(ways.get(config) ?? []), as]);
    for (const [config, as] of ways)
      users.set(config, [...(users.get(config) ?? []), { ...user, as: [...new Set(as)] }]);
  };
  for (const { campaign, assignments } of campaigns) {
    const { id = null, name = null, status = null } = campaign;
    add({ kind: "campaign", id, name, status }, [
      ...ownReferences(campaign),
      ...assignments.flatMap(referencesOf),
    ]);
  }
  for (const { id = null, name = null, transferConfigId } of appointmentConfigs)
    add(
      { kind: "appointment-config", id, name, status: null },
      reference(transferConfigId, "transferConfigId"),
    );
  for (const list of users.values()) list.sort(callingFirst);
  return users;
}

interface Reference {
  readonly config: string;
  readonly as: string;
}

function ownReferences({ transferConfigId, transferConfigIds }: Campaign): Reference[] {
  const several = (transferConfigIds ?? []).flatMap((id) => reference(id, "transferConfigIds"));
  return [...reference(transferConfigId, "transferConfigId"), ...several];
}

function referencesOf(assignment: BlockSnippetAssignment): Reference[] {
  const where = placeOf(assignment);
  return [
    ...reference(assignment.transferConfigId, where),
    ...reference(assignment.afterHoursTransferConfigId, `after hours of ${where}`),
  ];
}

function reference(id: unknown, as: string): Reference[] {
  return typeof id === "string" && id !== "" ? [{ config: keyOf(id), as }] : [];
}

/** Such as "block intro, snippet Polite handover (business_hours, disabled)". */
function placeOf({
  block,
  blockId,
  snippet,
  snippetId,
  scope,
  enabled,
  isDefault,
}: BlockSnippetAssignment): string {
  const names = [
    `block ${shortened(block?.name ?? block?.tag ?? blockId ?? "without a name")}`,
    ...[snippet?.name ?? snippetId].flatMap((name) => (name == null ? [] : [`snippet ${shortened(name)}`])),
  ];
  const details = [
    ...(scope ? [shortened(scope)] : []),
    ...(isDefault === true ? ["default"] : []),
    ...(enabled === false ? ["disabled"] : []),
    ...(block?.enabled === false ? ["block disabled"] : []),
  ];
  return `${names.join(", ")}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}

function callingFirst(a: User, b: User): number {
  if (a.kind !== b.kind) return a.kind === "campaign" ? -1 : 1;
  const byStatus = statusRank(a.status) - statusRank(b.status);
  if (byStatus !== 0) return byStatus;
  const [one, other] = [a.name ?? a.id ?? "", b.name ?? b.id ?? ""];
  return one < other ? -1 : one > other ? 1 : 0;
}
