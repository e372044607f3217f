// A session as a process opens it, with the emulated API in memory behind it.
import { writeFileSync } from "node:fs";
import { Mask } from "../../provider/model/maskText";
import type { Plan } from "../../provider/model/plan";
import type { TransferConfigBody } from "../../provider/model/types";
import type { ProviderOptions } from "../../provider/session/providerOptions";
import { Session } from "../../provider/session/session";
import { FakeApi } from "../support/fakeApi";
import { planWith, temporaryPlan } from "../support/planFile";

let sessions = 0;

/** What a test sets of a session: members of the stack's config without their prefix, and what the process gives it. */
export interface Opened extends Partial<ProviderOptions> {
  readonly api?: FakeApi;
  readonly config?: Readonly<Record<string, string>>;
}

/** A session with a key, at an address of its own, because a process has one quota for each. */
export function openSession({
  api = new FakeApi({ allowDelete: true }),
  config = {},
  env = {},
  ...options
}: Opened = {}) {
  const lines: string[] = [];
  const session = new Session({
    env,
    notify: (line) => lines.push(line),
    fetch: api.fetch,
    ...options,
  });
  const settings: Record<string, string> = {
    apiKey: "cc_unit",
    baseUrl: `http://127.0.0.1:1/sessions/${sessions++}`,
    rateLimit: "1000000",
    ...config,
  };
  session.configure((key) => settings[key.replace("carecycle:", "")]);
  /** Requests so far: the method, and the id of the config or another path. */
  const sent = () =>
    api.requests.map(({ method, id, path }) => [method, id ?? path].filter(Boolean).join(" "));
  return { session, api, lines, settings, sent };
}

/** The config of {@link withConfig}. */
export const A = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

const file = temporaryPlan();

/** A session whose API has one config; held to a plan with these members, if any are given. */
export function withConfig(opened: Opened = {}, plan?: Partial<Plan>) {
  if (plan) writeFileSync(file, JSON.stringify({ ...planWith([]), ...plan }));
  const all = openSession({ ...opened, ...(plan && { env: { CARECYCLE_PLAN: file } }) });
  all.api.add({ id: A, name: "Old" });
  all.session.reviewed.noteStack("desks/test");
  const announced: TransferConfigBody[] = [];
  /** PATCHes the config's name; `clientId` is the account that the state records. */
  const rename = (name: string, clientId?: unknown) =>
    all.session.modify(
      A,
      clientId,
      () => ({ body: { name }, announce: () => announced.push({ name }) }),
      new Mask({}),
    );
  const remove = (clientId?: unknown, mask = new Mask({})) => all.session.delete(A, clientId, mask);
  return { ...all, announced, rename, remove };
}
