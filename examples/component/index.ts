import { Desk } from "./desk";

const sales = new Desk("sales", { title: "Sales", dayNumber: "+15550100", nightNumber: "+15550199" });
const support = new Desk("support", { title: "Support", dayNumber: "+15550142" });

export const ids = {
  sales: { day: sales.dayId, night: sales.nightId },
  support: { day: support.dayId, night: support.nightId },
};
