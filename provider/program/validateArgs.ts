// Validates arguments in the program's own process, by the same rules as check.
import { nameFailures, newConfigFailures, valueFailures } from "../model/validateInputs";
import { isObject, type Path, pathText, UNKNOWN, type Values } from "../model/values";
import { Output, Resource } from "./sdk";

/** A mistake in the arguments of a transfer config. */
export interface ArgumentFailure {
  /** Where it is, such as `dynamicOptions.headers.authorization`; "" for the arguments as a whole. */
  path: string;
  /** The rule that the value breaks. Never quotes the value. */
  message: string;
}

/** Options of {@link validateTransferConfig}. */
export interface ValidateOptions {
  /**
   * Whether the config is to be created or adopted: it then needs `name` or `transferConfigId`; and to be created
   * with the softphone fallback "appointment_booking", `appointmentConfigId`.
   * @default false, because an existing resource may leave out both
   */
  isNew?: boolean;
}

/**
 * The mistakes in the arguments of a `TransferConfig`, by the same rules as `pulumi preview`; an empty list if there are
 * none. Nothing is registered and nothing is sent, so it suits data files and unit tests.
 * Outputs and promises pass: their values are checked once they are known.
 *
 * @param args Arguments of a `TransferConfig`, or what was read from a file as such.
 */
export function validateTransferConfig(args: unknown, options: ValidateOptions = {}): ArgumentFailure[] {
  if (!isObject(args)) return [{ path: "", message: "the arguments must be an object" }];
  const cycles: Path[] = [];
  const known = knownPart(args, [], [], cycles) as Values;
  return [
    ...valueFailures(known),
    ...(options.isNew ? [...nameFailures(known), ...newConfigFailures(known)] : []),
    ...cycles.map((path) => ({ path: pathText(path), message: "must not contain itself" })),
  ];
}

/** A value as check would get it: what is not known yet as {@link UNKNOWN}, undefined members left out. */
function knownPart(value: unknown, path: Path, within: readonly unknown[], cycles: Path[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Output.isInstance(value) || value instanceof Promise || Resource.isInstance(value)) {
    return UNKNOWN;
  }
  if (within.includes(value)) {
    cycles.push(path);
    return UNKNOWN;
  }
  const inner = [...within, value];
  // The SDK sends an element of value undefined as null.
  if (Array.isArray(value)) return value.map((v, i) => knownPart(v ?? null, [...path, i], inner, cycles));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, knownPart(member, [...path, name], inner, cycles)]),
  );
}
