// Hands secrets that `adopt` has read to the stack's config, without showing them: they go through a pipe, since the
// arguments of a command can be read by everybody on the machine.
import { spawn } from "node:child_process";
import { stackOption } from "../apiAccess";
import type { CliContext } from "../cliContext";
import { projectName } from "../preview/projectFile";
import { openStack, type ReadOnlyStack } from "../preview/stack";
import { projectFolder, type StackSelection } from "../usage/source";
import type { Secret } from "./generate";

/** What became of secrets. */
export interface Stored {
  /** What to print. */
  readonly text: string;
  /** Those that could not be stored. */
  readonly missing: readonly Secret[];
  readonly problems: readonly string[];
}

/** A stack whose config takes secrets. */
export interface SecretStack extends ReadOnlyStack {
  /** Stores them; a key that holds another value already is left as it is, unless `force` is given. */
  store(secrets: readonly Secret[], force: boolean): Promise<Stored>;
}

/** Opens the stack; nothing is written yet. @throws CliError where it can't be opened. */
export async function openSecrets(selection: StackSelection, context: CliContext): Promise<SecretStack> {
  const { stack: name } = selection;
  const folder = projectFolder(selection, context);
  const stack = await openStack({ cwd: folder, stack: name });
  return { ...stack, store: (secrets, force) => store(stack, name, folder, secrets, force) };
}

async function store(
  stack: ReadOnlyStack,
  name: string | undefined,
  folder: string,
  secrets: readonly Secret[],
  force: boolean,
): Promise<Stored> {
  const keyOf = ({ key }: Secret) => `${projectName(folder)}:${key}`;
  const before = await stack.config();
  const isOther = (secret: Secret) => before.has(keyOf(secret)) && before.get(keyOf(secret)) !== secret.value;
  const left = force ? [] : secrets.filter(isOther);
  const problems: string[] = [];
  for (const secret of secrets) {
    if (left.includes(secret) || before.get(keyOf(secret)) === secret.value) continue;
    const args = ["config", "set", "--secret", secret.key, "--non-interactive"];
    const failure = await pulumi(
      [...args, ...(name === undefined ? [] : ["--stack", name])],
      folder,
      secret.value,
    );
    if (failure === undefined) continue;
    problems.push(failure);
    break;
  }
  // What was stored is looked at: a value that lost its last line break on the way would be a change of the config.
  const after = await stack.config();
  const missing = secrets.filter(
    (secret) => !left.includes(secret) && after.get(keyOf(secret)) !== secret.value,
  );
  const stored = secrets.length - missing.length - left.length;
  if (missing.length > 0) problems.push(`not stored in the stack's config: ${keysOf(missing)}`);
  if (left.length > 0)
    problems.push(
      `the stack's config holds other values, which were left as they are (--force overwrites them): ${keysOf(left)}`,
    );
  const text =
    stored > 0
      ? `\nStored in the config of stack ${stack.name}, encrypted: ${stored} of ${secrets.length} secrets.\n`
      : "";
  return { text, missing, problems };
}

const keysOf = (secrets: readonly Secret[]) => secrets.map(({ key }) => key).join(", ");

/** Runs the Pulumi CLI with `input`, whose last line break it takes away. Returns why it failed. */
function pulumi(args: readonly string[], cwd: string, input: string): Promise<string | undefined> {
  return new Promise((done) => {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const child = spawn("pulumi", args, { cwd, env, stdio: ["pipe", "ignore", "ignore"] });
    child.on("error", (error) => done(`pulumi config set could not be run: ${error.message}`));
    child.on("close", (code) =>
      done(code === 0 ? undefined : `pulumi config set ended with exit code ${code}`),
    );
    child.stdin.on("error", () => {});
    child.stdin.end(`${input}\n`);
  });
}

/** The commands that store secrets by hand, in the config of `stack`. */
export function commandsFor(secrets: readonly Secret[], stack: string | undefined): string {
  if (secrets.length === 0) return "";
  const lines = secrets.map(
    ({ key, json }) =>
      `  pulumi config set --secret ${key}${stackOption(stack)}${json ? "   # as JSON" : ""}\n`,
  );
  return `\nBefore the first pulumi up, set these secrets (each command asks for the value; --set-secrets does it for you):\n${lines.join("")}`;
}
