// Three live transfer configs under code. Put the ids of your own in their place: each is adopted as
// it stands, and from then on the fields written here are kept as they are written here. Pin your account first, so that
// no other is ever written to: pulumi config set carecycle:clientId <the client id that your configs answer with>
import * as carecycle from "pulumi-carecycle";

const sales = new carecycle.TransferConfig("sales-floor", {
  transferConfigId: "497f6eca-6276-4993-bfeb-53cbbbba6f08",
  name: "Sales floor",
  type: "direct",
  directPhoneNumber: "+15550100",
  warmTransfer: true,
});

const afterHours = new carecycle.TransferConfig("after-hours", {
  transferConfigId: "6c1f8a52-3d0b-4b6e-9a57-0d2f4be1c7aa",
  type: "softphone",
  softphoneFallbackType: "phone_number",
  softphoneFallbackPhoneNumber: "+15550142",
});

const scheduling = new carecycle.TransferConfig("scheduling-desk", {
  transferConfigId: "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4",
  type: "dynamic",
  dynamicOptions: { pingUrl: "https://agents.example.com/v1/available" },
});

export const updatedAt = {
  sales: sales.updatedAt,
  afterHours: afterHours.updatedAt,
  scheduling: scheduling.updatedAt,
};
