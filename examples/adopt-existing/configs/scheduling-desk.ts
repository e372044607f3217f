import * as pulumi from "@pulumi/pulumi";
import * as carecycle from "pulumi-carecycle";

const config = new pulumi.Config();

export const schedulingDesk = new carecycle.TransferConfig("scheduling-desk", {
  transferConfigId: "0b9e5c1d-8f24-4e3a-8c66-5a7d19f2e3b4",
  name: "Scheduling desk",
  type: "dynamic",
  warmTransfer: false,
  dynamicOptions: {
    pingUrl: "https://agents.example.com/v1/available",
    method: "GET",
    timeout: 3000,
    headers: {
      authorization: config.requireSecret("scheduling-desk-headers-authorization"),
      "x-team": config.requireSecret("scheduling-desk-headers-x-team"),
    },
    body: config.requireSecretObject<Record<string, unknown>>("scheduling-desk-body"),
    transferNumberField: "agent.phone",
    transferNumber: "+15550177",
    successConditions: [
      {
        field: "status",
        operator: "equals",
        value: "available",
      },
    ],
  },
  appointmentBookingEnabled: true,
  softphoneHandoffStrategy: "wait-for-operator",
});
