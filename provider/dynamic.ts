// What the state's `__provider` text loads: the provider of this process.
import { createProvider } from "./lifecycle";

/** The provider. One for a process, because the host keeps one for each distinct `__provider` text. */
export const provider = createProvider({
  env: process.env,
  // stderr of this process appears in the CLI and under Diagnostics of the stack.
  notify: (line) => process.stderr.write(`carecycle: ${line}\n`),
});
