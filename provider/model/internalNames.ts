// Names of inputs and outputs that this package keeps beside those of the user: the CLI hides what begins so.

/** Internal output (of a read) and input (of an adoption): why the live config could not be read. */
export const unreadableName = "__unreadable";

/** Internal input of an adoption: why there is no live config to adopt. */
export const nothingToAdoptName = "__nothingToAdopt";
