// A progress bar on a terminal, and nothing anywhere else.
import type { SingleBar } from "cli-progress";
import type { CliContext } from "./cliContext";

/** Progress of a command. */
export interface Progress {
  /** `done` of `total` so far. */
  update(done: number, total: number): void;
  stop(): void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

/** A bar on stderr if that is a terminal; `total` is a guess until the first update. */
export async function startProgress(title: string, total: number, { stderr }: CliContext): Promise<Progress> {
  if (!stderr.isTTY) return silent;
  const { default: library } = await import("cli-progress");
  const bar: SingleBar = new library.SingleBar({
    format: `${title} {bar} {value}/{total} · {duration_formatted}`,
    stream: stderr,
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(total, 0);
  return {
    update: (done, total) => {
      bar.setTotal(Math.max(total, 1));
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
