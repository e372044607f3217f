// What a user reads of a write that isn't as reviewed.
import { fields } from "../model/fieldTable";
import type { Mask } from "../model/maskText";
import type { Deviation } from "../model/planCheck";
import { printable } from "../model/printable";
import { type Path, SECRET } from "../model/values";
import { placeText, valueText } from "../model/valueTexts";

const again = "Preview and review again (pulumi-carecycle preview --plan).";
const mostLines = 20;

/** A write of which the plan has nothing. */
export function nothingOf(method: string, what: string, plan: string, names: readonly string[] = []): string {
  const of = names.length > 0 ? ` (it would set ${names.map((name) => placeText([name])).join(", ")})` : "";
  return `${what}, and nothing was sent: ${plan} holds no ${method} of it${of}. ${again}`;
}

/** A run at another address, or with another account pinned, than the plan was made for. */
export function otherApi(plan: string, planned: string, now: string): string {
  return `nothing was sent: ${plan} was made for ${printable(planned)}, and this run is for ${now}. ${again}`;
}

/** A write that differs from the reviewed one, leaf by leaf. */
export function refusal(what: string, deviations: readonly Deviation[], mask: Mask): string {
  const lines = deviations.slice(0, mostLines).map((deviation) => deviationText(deviation, mask));
  const more = deviations.length - lines.length;
  return (
    `${what}, because it is not as reviewed in the plan:\n  ${lines.join("\n  ")}` +
    `${more > 0 ? `\n  and ${more} more` : ""}\n${again}`
  );
}

/** A DELETE of a config that is no longer as the plan has it: as recorded, unless the preview read it. */
export function deleteRefusal(id: string, deviations: readonly Deviation[], mask: Mask): string {
  const lines = deviations.slice(0, mostLines).map(({ path, planned, isHidden, now }) => {
    const place = inputPath(path);
    const shown = (value: unknown) => short(mask.text(valueText(value, place, mask)));
    return `${placeText(place)}: ${isHidden ? SECRET : shown(planned)} in the plan, live ${shown(now)}`;
  });
  return (
    `transfer config ${id} was not deleted: it is not as in the plan, which holds what the last update or refresh recorded:\n  ` +
    `${lines.join("\n  ")}\nRun pulumi refresh, which records what is live, and ${again.charAt(0).toLowerCase()}${again.slice(1)}`
  );
}

function deviationText({ of, path, planned, isHidden, now }: Deviation, mask: Mask): string {
  const place = inputPath(path);
  // Masked before it is cut: half a secret would not be found.
  const shown = (value: unknown) => short(mask.text(valueText(value, place, mask)));
  const before = isHidden ? SECRET : shown(planned);
  return of === "body"
    ? `${placeText(place)}: the plan sends ${planned === undefined && !isHidden ? "nothing" : before}, the update ${now === undefined ? "nothing" : shown(now)}`
    : `${placeText(place)}: live ${before} when the plan was made, ${shown(now)} now`;
}

function short(text: string): string {
  return text.length <= 500 ? text : `${text.slice(0, 500)}…`;
}

// In a body and in a response, additional fields stand beside the others.
function inputPath(path: Path): Path {
  return Object.hasOwn(fields, String(path[0])) ? path : ["additionalFields", ...path];
}
