// Two live transfer configs that change through pull requests. Put the ids of your own in their place.
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

export const updatedAt = { sales: sales.updatedAt, afterHours: afterHours.updatedAt };
