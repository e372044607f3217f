// What `doctor` finds with the answers of a server, and under proxies of the environment.
import { connection } from "../../../provider/cli/doctor/connection";
import { type Finding, ok } from "../../../provider/cli/doctor/finding";
import type { Settings } from "../../../provider/session/settings";
import { settingsFor } from "../../support/settings";
import { type Answer, type Answering, startAnswering } from "./answering";

export const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
/** The account that is pinned. */
export const OURS = "5e505642-9024-474d-9434-e5a44f505cc5";
/** The request for the config {@link id}. */
export const config = `GET /v2/campaigns/transfer-configs/${id}`;

/** The answer that holds a config of a client. */
export const named = (clientId: unknown): Answer => [200, { transferConfig: { clientId } }];

/** What is found where an answer names our account. */
export const belongs = ok(`the key belongs to client ${OURS}`);

const names = ["HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy", "NODE_TLS_REJECT_UNAUTHORIZED"];

/** A server for each test of a file, without a proxy before it. */
export function connectionFixture() {
  const before = names.map((name) => [name, process.env[name]] as const);
  const on = {} as { server: Answering };
  beforeEach(async () => {
    on.server = await startAnswering();
    for (const name of names) delete process.env[name];
  });
  afterEach(async () => {
    await on.server.close();
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  /** What is found with these answers, by request; others are 403. */
  async function find(answers: Record<string, Answer>, more: Partial<Settings> = {}, asks: object = {}) {
    on.server.answer = (request) => answers[request] ?? [403, { code: "FORBIDDEN" }];
    const findings: Finding[] = [];
    const settings = settingsFor(on.server.url, { clientId: OURS, ...more });
    for await (const finding of connection(settings, { notify: () => {}, ...asks })) findings.push(finding);
    return findings;
  }
  /** What comes first where the server answers as the API does. */
  const begins = () => [
    ok("no proxy for this address"),
    ok(`${on.server.url} answers`),
    ok("the clock agrees with the API's"),
  ];
  return Object.assign(on, { find, begins });
}
