// The files in configs/ are what `pulumi-carecycle adopt` wrote. Importing them is all that is left to do.
import { afterHours } from "./configs/after-hours";
import { salesFloor } from "./configs/sales-floor";
import { schedulingDesk } from "./configs/scheduling-desk";

export const adopted = [afterHours.name, salesFloor.name, schedulingDesk.name];
