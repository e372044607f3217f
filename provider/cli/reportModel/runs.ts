// Pure: what the requests of a config owe to the others of the same run.
import { lookingUpAccount } from "./requests";
import type { Built } from "./resource";
import type { PlannedRequest } from "./types";

/** Where an update ends with an error at some config, what it sends to the others before that is not certain. */
export function withoutCertainty(built: readonly Built[]): Built[] {
  return built.map((b) => {
    const doubtful = built.some((other) => other !== b && other.stops);
    if (!doubtful) return b;
    return withRequests(
      b,
      b.resource.requests.map((request) => ({ ...request, ifNeeded: true })),
    );
  });
}

/**
 * The requests with those by which an update finds out whose key it has, before its first POST or DELETE: unless a response has
 * shown it by then. Each of them is sent at most once in a run.
 */
export function withAccountLookups(
  built: readonly Built[],
  { pinned, updateReadsAll = false }: { pinned: boolean; updateReadsAll?: boolean | undefined },
): Built[] {
  const recorded = built.flatMap(({ account }) => account ?? []);
  if (!pinned && recorded.length === 0) return [...built];
  // Without a pin, a first POST waits for the recorded configs, and what is dropped is deleted after all reads: one
  // config that the update reads, and the account is known.
  const isShown = built.some((b) => b.account && (b.read || (updateReadsAll && b.unread)));
  const candidates = built.filter(({ resource }) =>
    resource.requests.some(
      ({ method }) => method === "DELETE" || (method === "POST" && (pinned || !isShown)),
    ),
  );
  const first = candidates.find((b) => !isShown || methods(b).includes("POST"));
  if (!first) return [...built];
  const id = methods(first).includes("DELETE") ? first.account?.id : recorded[0]?.id;
  const lookups = lookingUpAccount(id);
  return built.map((b) => (b === first ? withRequests(b, [...lookups, ...b.resource.requests]) : b));
}

const methods = ({ resource }: Built) => resource.requests.map(({ method }) => method);

function withRequests(built: Built, requests: PlannedRequest[]): Built {
  return { ...built, resource: { ...built.resource, requests } };
}
