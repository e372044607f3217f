// One config for each type of destination, with the fields that belong to it. Each is created; to adopt a live one instead, add its
// transferConfigId. Secrets: pulumi config set --secret lookup-token (and sip-token), before the first run.
import * as pulumi from "@pulumi/pulumi";
import * as carecycle from "pulumi-carecycle";

const config = new pulumi.Config();

/** A phone number, dialled as it is. */
const direct = new carecycle.TransferConfig("front-desk", {
  name: "Front desk",
  type: "direct",
  directPhoneNumber: "+15550100",
  warmTransfer: true,
  warmMode: "wait-for-operator",
  warmSummaryPrompt: "Say who calls, what they asked, and what was promised.",
  transferWaitingMessages: ["One moment, I am connecting you.", "Thank you for waiting."],
});

/** A number that your own service gives at the time of the call. */
const dynamic = new carecycle.TransferConfig("on-call", {
  name: "On call",
  type: "dynamic",
  dynamicOptions: {
    pingUrl: "https://agents.example.com/v1/on-call",
    method: "GET",
    headers: { authorization: pulumi.interpolate`Bearer ${config.requireSecret("lookup-token")}` },
    transferNumberField: "agent.phone",
    successConditions: [{ field: "status", operator: "equals", value: "available" }],
    transferNumber: "+15550177",
  },
});

/** A SIP address. Its headers may carry credentials, so they are secret. */
const sip = new carecycle.TransferConfig("contact-centre", {
  name: "Contact centre",
  type: "sip",
  sipUri: "sip:queue@pbx.example.com",
  sipHeaders: pulumi.interpolate`X-Token: ${config.requireSecret("sip-token")}`,
});

/** Agents in the browser, with a number to fall back to when nobody takes the call. */
const softphone = new carecycle.TransferConfig("support-team", {
  name: "Support team",
  type: "softphone",
  softphoneHandoffStrategy: "wait-for-operator",
  softphoneFallbackType: "phone_number",
  softphoneFallbackPhoneNumber: "+15550142",
});

export const ids = { direct: direct.id, dynamic: dynamic.id, sip: sip.id, softphone: softphone.id };
