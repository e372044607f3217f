// Runs the program as the language host of the CLI does: the SDK's runner in a child process.

import { type Child, type ChildOptions, type Exit, startChild } from "./child";
import type { Project } from "./project";

export interface ProgramOptions extends Pick<ChildOptions, "env" | "onLine" | "node"> {
  project: Project;
  stack: string;
  address: string;
  dryRun: boolean;
  config: Record<string, string>;
  secretKeys: string[];
}

/** The runner ends so when it has told the user what went wrong. */
const ALREADY_REPORTED = 32;

export function startProgram(options: ProgramOptions): Child {
  const { project, stack, address, dryRun, config, secretKeys, env, onLine, node } = options;
  const args = [
    project.sdk("cmd/run"),
    ...["--monitor", address, "--engine", address],
    ...["--organization", "organization", "--project", project.name, "--stack", stack],
    ...["--root-directory", project.rootDir, "--pwd", project.programDir],
    ...(dryRun ? ["--dry-run"] : []),
    ...["--parallel", "8", project.entryPoint],
  ];
  const programEnv = {
    ...env,
    PULUMI_CONFIG: JSON.stringify(config),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
    PULUMI_NODEJS_TYPESCRIPT: project.typescript ? "true" : undefined,
  };
  return startChild({
    args,
    cwd: project.programDir,
    env: programEnv,
    onLine,
    node,
    // Node keeps ES modules for as long as the process lives.
    reuse: !project.esModules,
  });
}

/** What is left to say about the end of a program; undefined if nothing. */
export function complaint({ code, signal }: Exit): string | undefined {
  if (code === 0) return undefined;
  if (code === ALREADY_REPORTED) return "";
  return code === null ? `Program was ended by ${signal}` : `Program exited with non-zero exit code: ${code}`;
}
