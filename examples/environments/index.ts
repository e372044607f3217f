// One program, a stack for each environment. What differs between them stands in Pulumi.<stack>.yaml: the account, the ids of the
// live configs, and the numbers that calls go to. What is the same stands here, once.
import * as pulumi from "@pulumi/pulumi";
import * as carecycle from "pulumi-carecycle";

interface Desk {
  /** Id of the live config in this environment's account. */
  readonly id: string;
  readonly number: string;
}

const config = new pulumi.Config();
const desks = config.requireObject<Record<"sales" | "support", Desk>>("desks");
const suffix = pulumi.getStack() === "prod" ? "" : ` (${pulumi.getStack()})`;

const desk = (name: string, title: string, { id, number }: Desk) =>
  new carecycle.TransferConfig(name, {
    transferConfigId: id,
    name: title + suffix,
    type: "direct",
    directPhoneNumber: number,
    warmTransfer: true,
    // Production refuses to write over what somebody changed by hand; elsewhere the code wins.
    onConflict: suffix === "" ? "fail" : "overwrite",
  });

export const accounts = [
  desk("sales", "Sales", desks.sales).clientId,
  desk("support", "Support", desks.support).clientId,
];
