// An attempt's time limit that passes when a test says so: a real one, if short, can pass early on a busy machine.

/** To be given as `timeoutSeconds`: no other timer is that long. */
export const limitSeconds = 4_321;

/** Takes hold of the attempts' time limits until `jest.restoreAllMocks`; the result lets the latest one pass. */
export function holdTimeLimit(): () => void {
  let pass = (): void => undefined;
  const realTimeout = setTimeout;
  jest.spyOn(globalThis, "setTimeout").mockImplementation(((callback: () => void, ms?: number) => {
    if (ms === limitSeconds * 1000) pass = callback;
    return realTimeout(callback, ms);
  }) as typeof setTimeout);
  return () => pass();
}
