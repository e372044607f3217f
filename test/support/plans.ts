// Plans of a stack, made as `preview --plan` makes them: from a preview of a process that only reads.
import { readOnlyVariable } from "../../provider/session/settings";
import { runCli } from "./runCli";
import type { StackFixture } from "./stackFixture";

/** Writes the plan of what the stack's next update would send to `file`. Returns the JSON report. */
export async function writePlanOf({ stack }: StackFixture, file: string): Promise<string> {
  stack.setEnv(readOnlyVariable, "1");
  const { json } = await stack.preview({ refresh: true });
  stack.setEnv(readOnlyVariable, undefined);
  const run = await runCli(["report", "-", "--plan", file, "--format", "json"], {
    stdin: JSON.stringify(json),
  });
  if (run.code === 1) throw new Error(run.stderr);
  return run.stdout;
}
