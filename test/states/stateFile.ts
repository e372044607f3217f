// What a file of this folder holds: the state that an earlier version of the package recorded, and what it rests on.
import type { SeedConfig } from "../emulator";
import type { Deployment } from "../engine";
import type { Resources } from "../support/stackFixture";

export interface RecordedState {
  /** Commit of the version that recorded it, and the commit's own title. */
  readonly version: { readonly commit: string; readonly title: string };
  /** The engine that wrote the file. */
  readonly engine: string;
  /** Encrypts the secrets of the state. Chosen for these files: it protects nothing. */
  readonly passphrase: string;
  /** The program, as `StackFixture.program` takes it. */
  readonly program: Resources;
  /** The live configs after the update. */
  readonly live: SeedConfig[];
  /** What `pulumi stack export` printed. */
  readonly state: Deployment;
}

/** Configs that the program adopts. */
export const ADOPTED = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
export const CLEARED = "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa";

/** Values that the program declares as secrets; no state may hold them in plain text. */
export const SECRETS = ["Bearer recorded-header-1a2b", "X-Desk: recorded-sip-3c4d", "recorded-body-5e6f"];

/** The program of every recording: a config that it creates, one that it adopts, one with a null; each kind of secret. */
export const PROGRAM: Resources = {
  created: `{
    name: "Created",
    type: "dynamic",
    dynamicOptions: {
      pingUrl: "https://agents.example.com/available",
      method: "POST",
      headers: { Authorization: pulumi.secret(${JSON.stringify(SECRETS[0])}), "X-Region": "eu" },
      body: { token: pulumi.secret(${JSON.stringify(SECRETS[2])}), nested: { limit: 3 } },
      successConditions: [{ field: "state", operator: "equals", value: "free" }],
    },
    transferWaitingMessages: ["One moment", "Still there"],
  }`,
  adopted: {
    transferConfigId: ADOPTED,
    name: "Adopted",
    type: "direct",
    directPhoneNumber: "+15550100",
    warmTransfer: true,
  },
  cleared: `{
    transferConfigId: ${JSON.stringify(CLEARED)},
    type: "sip",
    sipUri: "sip:desk@example.com",
    sipHeaders: pulumi.secret(${JSON.stringify(SECRETS[1])}),
    warmSummaryPrompt: null,
  }`,
};

/** What is live before the recording's update. */
export const SEED: SeedConfig[] = [
  { id: ADOPTED, name: "Before", type: "softphone", warmMode: "immediate-summary" },
  { id: CLEARED, name: "Desk", type: "sip", sipUri: null, warmSummaryPrompt: "Say hello" },
];
