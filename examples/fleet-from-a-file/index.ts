// A hundred configs from fleet.yaml.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as carecycle from "pulumi-carecycle";
import { type Desk, readFleet } from "./fleet";

const file = "fleet.yaml";
const desks = readFleet(readFileSync(join(__dirname, file), "utf8"), file);

/** The name of a desk's resource: what Pulumi knows it by. */
const slug = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

const argsOf = ({ id, name, number, warm, fallback }: Desk): carecycle.TransferConfigArgs => ({
  ...(id !== undefined && { transferConfigId: id }),
  name,
  warmTransfer: warm,
  directPhoneNumber: number,
  ...(fallback === undefined
    ? { type: "direct" }
    : {
        type: "softphone",
        softphoneFallbackType: "phone_number",
        softphoneFallbackPhoneNumber: fallback,
      }),
});

const configs = desks.map((desk) => new carecycle.TransferConfig(slug(desk.name), argsOf(desk)));

export const count = configs.length;
