import * as carecycle from "pulumi-carecycle";

export const salesFloor = new carecycle.TransferConfig("sales-floor", {
  transferConfigId: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  name: "Sales floor",
  routingConfigId: "b6e138dd-eba1-4cd6-85c1-31882f4d70e7",
  type: "direct",
  warmTransfer: true,
  directPhoneNumber: "+15550100",
  warmSummaryPrompt: "Tell the agent the caller's name, the product they asked about and what was promised.",
  warmMode: "wait-for-operator",
  appointmentBookingEnabled: false,
  transferWaitingMessages: ["One moment, I am connecting you.", "Thank you for waiting, almost there."],
  softphoneHandoffStrategy: "wait-for-operator",
});
