// A desk as a team thinks of it: people by day, and somebody else at night. The component turns that into two transfer configs.
import * as pulumi from "@pulumi/pulumi";
import * as carecycle from "pulumi-carecycle";

/** Arguments of a {@link Desk}. */
export interface DeskArgs {
  /** Name that people see in the dashboard. */
  title: string;
  /** Number that takes calls in business hours. */
  dayNumber: pulumi.Input<string>;
  /** Number that takes calls at night. @default calls go to the day's number */
  nightNumber?: pulumi.Input<string>;
  /** Ids of live configs to adopt. @default both are created */
  adopt?: { day: string; night: string };
}

/** Two transfer configs that belong together. */
export class Desk extends pulumi.ComponentResource {
  /** Id for campaigns. */
  readonly dayId: pulumi.Output<string>;
  /** Id for the campaigns' after-hours assignment. */
  readonly nightId: pulumi.Output<string>;

  constructor(name: string, args: DeskArgs, options?: pulumi.ComponentResourceOptions) {
    super("desks:index:Desk", name, {}, options);
    const day = new carecycle.TransferConfig(
      `${name}-day`,
      {
        ...(args.adopt && { transferConfigId: args.adopt.day }),
        name: args.title,
        type: "direct",
        directPhoneNumber: args.dayNumber,
        warmTransfer: true,
      },
      { parent: this },
    );
    const night = new carecycle.TransferConfig(
      `${name}-night`,
      {
        ...(args.adopt && { transferConfigId: args.adopt.night }),
        name: `${args.title} (night)`,
        type: "direct",
        directPhoneNumber: args.nightNumber ?? args.dayNumber,
        // Nobody is introduced to a voicemail.
        warmTransfer: false,
      },
      { parent: this },
    );
    this.dayId = day.id;
    this.nightId = night.id;
    this.registerOutputs({ dayId: this.dayId, nightId: this.nightId });
  }
}
