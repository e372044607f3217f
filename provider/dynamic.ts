// What the state's `__provider` text loads: the provider of this process.
import { watchEngine } from "./lifecycle/engineWatch";
import { createProvider } from "./lifecycle/provider";
import { printableLines } from "./model/printable";

/** The provider. One for a process, because the host keeps one for each distinct `__provider` text. */
export const provider = createProvider({
  env: process.env,
  recordsWaitMs: 1_000,
  // stderr of this process appears in the CLI and under Diagnostics of the stack.
  notify: (line) => process.stderr.write(`carecycle: ${printableLines(line)}\n`),
  beforeWrite: watchEngine(process),
});
