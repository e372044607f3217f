import { createDesks } from "./desks";

const desks = createDesks([
  { name: "Front desk", number: "+15550100", supervised: true },
  { name: "Warehouse", number: "+15550142" },
]);

export const ids = desks.map(({ id }) => id);
