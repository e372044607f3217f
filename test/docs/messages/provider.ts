// Provokes the messages of the provider's operations, with the emulated API behind them.

import { createProvider } from "../../../provider/lifecycle/provider";
import type { Values } from "../../../provider/model/values";
import type { FakeOptions } from "../../support/fakeApi";
import { create, createFixture, type Fixture, type Recorded, refresh, update } from "../../support/fixture";
import { id, type Provoked, thrown } from "./provoked";

const stranger = "11111111-1111-4111-8111-111111111111";
const config = { name: "Sales", type: "direct", directPhoneNumber: "+15550100", warmTransfer: true };

interface Scene {
  readonly fixture: Fixture;
  readonly old: Recorded;
}

/** A config that an earlier run adopted with these inputs, and what the provider of a later run says to `then`. */
function later(
  inputs: Values,
  then: (scene: Scene) => unknown,
  { options = {}, settings = {} }: { options?: FakeOptions; settings?: Record<string, string> } = {},
): () => Promise<string> {
  return async () => {
    const first = createFixture({ allowDelete: true, ...options });
    first.api.add({ id, ...config });
    const old = await create(first, { transferConfigId: id, ...inputs });
    const fixture = first.later(settings);
    const error = await thrown(() => then({ fixture, old }));
    return [...fixture.lines, error].join("\n");
  };
}

const declared = { name: "Sales", warmTransfer: true };
const fails = { ...declared, onConflict: "fail" };

/** What is said of an adoption while `prepare` has its way with the API. */
function adoption(
  inputs: Values,
  prepare: (fixture: Fixture) => void,
  settings: Record<string, string> = {},
) {
  return async (): Promise<string> => {
    const fixture = createFixture({}, settings);
    prepare(fixture);
    const error = await thrown(() => create(fixture, { transferConfigId: id, ...inputs }));
    return [...fixture.lines, error].join("\n");
  };
}

const edited = (change: Values) => (fixture: Fixture) => {
  let gets = 0;
  fixture.api.add({ id, ...config });
  fixture.api.before = ({ method }) => {
    if (method === "GET" && ++gets === 2) fixture.api.edit(id, change);
  };
};

const keepsKey: FakeOptions = { semantics: "merge" };

export const ofProvider: Provoked = {
  "there is no transfer config ID under this key's account": adoption({ name: "Desk" }, () => {}),
  "adopting ID: no API key is set, so the changes cannot be shown": adoption({ name: "Desk" }, () => {}, {
    "carecycle:apiKey": undefined as never,
  }),
  'transfer config CONFIG was changed between the preview and its adoption, and onConflict is "fail"':
    adoption({ name: "Desk", onConflict: "fail" }, edited({ name: "Renamed" })),
  "transfer config ID belongs to client CLIENT, but carecycle:clientId pins CLIENT": later(
    declared,
    ({ fixture, old }) => update(fixture, old, { ...old.inputs, name: "Desk" }),
    { settings: { "carecycle:clientId": stranger } },
  ),
  "transfer config ID was recorded under client CLIENT, but the API now answers with client CLIENT": later(
    declared,
    ({ fixture, old }) => {
      fixture.api.answers = (live) => ({ ...live, clientId: stranger });
      return update(fixture, old, { ...old.inputs, name: "Desk" });
    },
  ),
  "transfer config ID: the PATCH was sent, but its response names client CLIENT": later(
    declared,
    ({ fixture, old }) => {
      fixture.api.before = ({ method }) => {
        if (method === "PATCH") fixture.api.answers = (live) => ({ ...live, clientId: stranger });
      };
      return update(fixture, old, { ...old.inputs, name: "Desk" });
    },
  ),
  "CARECYCLE_INTERNAL_READ_ONLY is set": async () => {
    const provider = createProvider({ env: { CARECYCLE_INTERNAL_READ_ONLY: "1" }, notify: () => {} });
    return thrown(() => provider.create({ name: "New" }));
  },
  "The config was created, but: REASON": async () => {
    const fixture = createFixture();
    fixture.api.answers = (live) => ({ ...live, warmTransfer: "yes" });
    return thrown(() => create(fixture, { name: "New" }));
  },
  "no transfer config was created, and nothing was sent": async () => {
    const fixture = createFixture({}, { "carecycle:clientId": stranger });
    return thrown(() => create(fixture, { name: "New" }));
  },
  "transfer config ID was not deleted, and nothing was sent": later(
    { ...declared, deletionPolicy: "delete" },
    ({ fixture, old }) => {
      fixture.api.client = stranger;
      return fixture.provider.delete(id, old.outs);
    },
  ),
  "transfer config CONFIG of client CLIENT was not found (404), but REASON: the resource is kept": later(
    declared,
    ({ fixture, old }) => {
      fixture.api.client = stranger;
      return fixture.provider.read(id, old.outs);
    },
  ),
  'transfer config CONFIG of client CLIENT was not found (404), and onMissing is "fail": the resource is kept':
    later({ ...declared, onMissing: "fail" }, ({ fixture, old }) => {
      fixture.api.configs.clear();
      return fixture.provider.read(id, old.outs);
    }),
  "transfer config CONFIG of client CLIENT is gone (404) and is dropped from the state": later(
    declared,
    ({ fixture, old }) => {
      fixture.api.configs.clear();
      return fixture.provider.read(id, old.outs);
    },
  ),
  "PATH: the API did not accept the value: sent VALUE, got VALUE": later(declared, ({ fixture, old }) => {
    fixture.api.takes = ({ name, ...body }) => body;
    return update(fixture, old, { ...old.inputs, name: "Desk" });
  }),
  "PATH: the API keeps this key, although null was sent to remove it": later(
    { dynamicOptions: { headers: { a: "1" } } },
    ({ fixture, old }) => {
      fixture.api.edit(id, { dynamicOptions: { headers: { a: "1", added: "2" } } });
      fixture.api.answers = (live) => ({
        ...live,
        dynamicOptions: { headers: { ...(live.dynamicOptions as { headers: object }).headers, added: "2" } },
      });
      return update(fixture, old, { ...old.inputs, dynamicOptions: { headers: { a: "3" } } });
    },
    { options: keepsKey },
  ),
  'transfer config CONFIG was changed since the last update or refresh, and onConflict is "fail"': later(
    fails,
    ({ fixture, old }) => {
      fixture.api.edit(id, { name: "Renamed" });
      return update(fixture, old, { ...old.inputs, name: "Desk" });
    },
  ),
  "PATH: changed by somebody else while the update ran": later(fails, ({ fixture, old }) => {
    fixture.api.before = ({ method }) => {
      if (method === "PATCH") fixture.api.edit(id, { warmTransfer: false });
    };
    return update(fixture, old, { ...old.inputs, name: "Desk" });
  }),
  "CONFIG: overwriting changes made since the last refresh": later(declared, ({ fixture, old }) => {
    fixture.api.edit(id, { name: "Renamed" });
    return update(fixture, old, { ...old.inputs, name: "Desk" });
  }),
  "CONFIG: overwriting values that the state does not record": later(declared, ({ fixture, old }) => {
    fixture.api.edit(id, { sipHeaders: "X-Team: theirs" });
    return refresh(fixture, old).then((fresh) =>
      update(fixture, fresh, { ...fresh.inputs, sipHeaders: "X-Team: ours" }),
    );
  }),
  "CONFIG: changed by somebody else during the update, set back": later(declared, ({ fixture, old }) => {
    let patches = 0;
    fixture.api.before = ({ method }) => {
      if (method === "PATCH" && ++patches === 1) fixture.api.edit(id, { warmTransfer: false });
    };
    return update(fixture, old, { ...old.inputs, name: "Desk" });
  }),
  "CONFIG: sent unchanged, but missing or different in the response": later(
    { dynamicOptions: { pingUrl: "a" } },
    ({ fixture, old }) => {
      fixture.api.edit(id, { dynamicOptions: { pingUrl: "a", method: "GET" } });
      fixture.api.takes = (body) => ({ ...body, dynamicOptions: { pingUrl: "b" } });
      return update(fixture, old, { ...old.inputs, dynamicOptions: { pingUrl: "b" } });
    },
  ),
  "CONFIG: dynamicOptions is no longer declared, and left as it is": later(
    { dynamicOptions: { pingUrl: "a" } },
    ({ fixture, old }) => {
      fixture.api.edit(id, { dynamicOptions: { pingUrl: "a", method: "GET" } });
      const { dynamicOptions, ...inputs } = old.inputs;
      return update(fixture, old, inputs);
    },
  ),
  "CONFIG: no longer declared and to be cleared": later(
    { name: "Sales", directPhoneNumber: "+15550100" },
    ({ fixture, old }) => {
      const { directPhoneNumber, ...inputs } = old.inputs;
      return fixture.provider.diff(id, old.outs, inputs);
    },
  ),
  "CONFIG: no longer declared and left as it is": later(declared, ({ fixture, old }) => {
    const { warmTransfer, ...inputs } = old.inputs;
    return fixture.provider.diff(id, old.outs, inputs);
  }),
  "CONFIG: PATH was sent, but the API does not return it": later(declared, ({ fixture, old }) => {
    fixture.api.answers = ({ agentScreen, ...live }) => live;
    return update(fixture, old, { ...old.inputs, additionalFields: { agentScreen: "inbox" } });
  }),
  'transfer config CONFIG: still live, no longer managed: deletionPolicy is "retain"': later(
    declared,
    ({ fixture, old }) => fixture.provider.delete(id, old.outs),
  ),
  "transfer config CONFIG could not be deleted: the API REASON": later(
    { ...declared, deletionPolicy: "delete" },
    ({ fixture, old }) => fixture.provider.delete(id, old.outs),
    { options: { allowDelete: false } },
  ),
  "transfer config CONFIG: still live, no longer managed by the entry removed from the state": later(
    { ...declared, deletionPolicy: "delete" },
    async ({ fixture, old }) => {
      await fixture.provider.check({}, { transferConfigId: id, ...declared });
      return fixture.provider.delete(id, old.outs);
    },
  ),
};
