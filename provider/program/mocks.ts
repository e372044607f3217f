// What differs in a unit test, under `pulumi.runtime.setMocks`.
import { getMonitor } from "./sdk";

// Not by instanceof: a test may have loaded the SDK twice, and both copies share one monitor.
export function isMocked(): boolean {
  const monitor: object | undefined = getMonitor();
  return monitor !== undefined && "mocks" in monitor;
}

/** The error with its message as the stack: Jest shows nothing else of an error. In a run, the SDK would take long over it. */
export function shownInTests(error: unknown): unknown {
  if (error instanceof Error && isMocked()) error.stack = `${error.name}: ${error.message}`;
  return error;
}
