import * as carecycle from "pulumi-carecycle";

export const afterHours = new carecycle.TransferConfig("after-hours", {
  transferConfigId: "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
  name: "After hours",
  type: "softphone",
  warmTransfer: false,
  softphoneFallbackType: "phone_number",
  softphoneFallbackPhoneNumber: "+15550142",
  appointmentBookingEnabled: false,
  transferWaitingMessages: ["Our office is closed; I am looking for somebody on call."],
  softphoneHandoffStrategy: "immediate-transfer",
});
