// One run of a story: started, perhaps killed in the middle, and everything that it printed kept.
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { EngineError, type RunResult, type UpdateOptions } from "../engine";
import type { StackFixture } from "../support/stackFixture";
import type { Run } from "./story";

/** What became of a run. */
export interface Outcome {
  /** All that it printed. */
  readonly text: string;
  /** The message of its error; undefined where it succeeded. */
  readonly error: string | undefined;
  readonly killed: boolean;
  /** Writes that arrived although the engine was gone for a second. */
  readonly lateWrites: number;
  readonly result: (RunResult & { json?: unknown }) | undefined;
}

/** The processes that a stack's runs start write their ids down where one is to be killed, so that exactly that one is. */
export class Processes {
  private constructor(
    private readonly folder: string,
    private readonly stack: StackFixture["stack"],
  ) {}

  static async watch({ stack }: StackFixture): Promise<Processes> {
    const folder = await fs.mkdtemp(path.join(os.tmpdir(), "chaos-"));
    const note = `require("node:fs").appendFileSync(${JSON.stringify(path.join(folder, "ids"))}, process.pid + " " + process.argv[1] + "\\n");`;
    await fs.writeFile(path.join(folder, "note.js"), note);
    return new Processes(folder, stack);
  }

  /** For the runs that follow. */
  note(isKilled: boolean): void {
    this.stack.setEnv(
      "NODE_OPTIONS",
      isKilled ? `--require ${path.join(this.folder, "note.js")}` : undefined,
    );
  }

  /** Ids of the provider's processes since {@link forget}. */
  async providers(): Promise<number[]> {
    const text = await fs.readFile(path.join(this.folder, "ids"), "utf8").catch(() => "");
    return text
      .split("\n")
      .filter((line) => /cmd.dynamic-provider/.test(line))
      .map((line) => Number.parseInt(line, 10));
  }

  forget(): Promise<void> {
    return fs.rm(path.join(this.folder, "ids"), { force: true });
  }

  dispose(): Promise<void> {
    return fs.rm(this.folder, { recursive: true, force: true });
  }
}

/** Runs what the story says. `replace` are the URNs to replace in any case. */
export async function troubled(
  fixture: StackFixture,
  processes: Processes,
  run: Run,
  replace: string[],
): Promise<Outcome> {
  await processes.forget();
  processes.note(run.kill !== null);
  return endOf(fixture, processes, run, replace).finally(() => processes.note(false));
}

async function endOf(
  fixture: StackFixture,
  processes: Processes,
  { command, refresh, runProgram, kill }: Run,
  replace: string[],
): Promise<Outcome> {
  const { stack } = fixture;
  const due = arrivals(fixture, kill);
  if (kill?.what === "engine" && command === "up") return killedEngine(fixture, processes, due);
  let killed = false;
  let over = false;
  const options: UpdateOptions = { refresh, runProgram, replace };
  const running = settled(() =>
    command === "refresh"
      ? stack.refresh({ runProgram })
      : command === "up"
        ? stack.up(options)
        : stack.preview(options),
  ).finally(() => {
    over = true;
  });
  if (kill?.what === "provider") {
    while (!over && !due()) await pause();
    const id = (await processes.providers()).at(-1);
    // The requests that it waited for are the provider's own.
    if (!over && id === undefined)
      throw new Error("a provider's process is to be killed, and none was noted");
    if (!over && id !== undefined) killed = endProcess(id);
  }
  return { ...(await running), killed };
}

/** A run without any trouble. */
export function settled(start: () => Promise<RunResult & { json?: unknown }>): Promise<Outcome> {
  return start().then(
    (result) => ({ text: textOf(result), error: undefined, killed: false, lateWrites: 0, result }),
    (error: unknown) => {
      if (!(error instanceof EngineError)) throw error;
      const text = `${error.message}\n${textOf(error.result)}`;
      return { text, error: error.message, killed: false, lateWrites: 0, result: error.result };
    },
  );
}

async function killedEngine(
  fixture: StackFixture,
  processes: Processes,
  due: () => boolean,
): Promise<Outcome> {
  const run = fixture.stack.startUp();
  let over = false;
  void run.ended.then(() => {
    over = true;
  });
  while (!over && !due()) await pause();
  const killed = !over;
  await run.kill();
  const end = Date.now();
  for (const id of await processes.providers()) await ended(id);
  await fixture.stack.cancel();
  const lateWrites = fixture.emulator.writes().filter(({ at }) => at > end + 1_000).length;
  return {
    text: run.lines.join("\n"),
    error: killed ? "killed" : undefined,
    killed,
    lateWrites,
    result: undefined,
  };
}

/** Whether so many requests have arrived since now. */
function arrivals({ emulator }: StackFixture, kill: Run["kill"]): () => boolean {
  const seen = () =>
    emulator.requests.filter(({ method }) => kill?.method === "ANY" || kill?.method === method).length;
  const before = seen();
  return () => kill === null || seen() - before >= kill.after;
}

function endProcess(id: number): boolean {
  try {
    return process.kill(id, "SIGKILL");
  } catch {
    return false;
  }
}

/** Waits for the end of a provider whose engine is gone; it ends by itself, and soon. */
async function ended(id: number): Promise<void> {
  for (const late = Date.now() + 10_000; isRunning(id); await pause()) {
    if (Date.now() > late) throw new Error(`the provider's process ${id} outlived its engine by 10 s`);
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

const textOf = ({ text, diagnostics }: RunResult) =>
  `${text}\n${diagnostics.map(({ message }) => message).join("\n")}`;
const pause = () => new Promise((wake) => setTimeout(wake, 3));
