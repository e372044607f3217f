// What may never be sent: the text that stands in the state for a value that isn't recorded.
import { CareCycleError } from "../api/errors";
import { withheldPaths } from "../model/values";
import { placeText } from "../model/valueTexts";

/** @throws CareCycleError, as the last line of defence: a placeholder written over a live credential would destroy it. */
export function refuseMarker(body: unknown): void {
  const [path] = withheldPaths(body);
  if (path)
    throw new CareCycleError(
      `${placeText(path)}: the value is withheld and not known here, so nothing was sent.`,
    );
}
