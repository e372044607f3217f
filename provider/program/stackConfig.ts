// The stack config, as the program's own process has it.
import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../api/errors";
import { secretKeyCommand } from "../api/options";
import { maskedError } from "../session/maskedError";
import { Session } from "../session/session";

/**
 * Refuses an API key that is in the stack config as plain text. Only the program's process can
 * tell: in the provider's, secrets have been decrypted.
 * @throws ConfigurationError with the command that fixes it.
 */
export function refusePlaintextKey(): void {
  const key = "carecycle:apiKey";
  if (pulumi.runtime.getConfig(key) === undefined || isConfigSecret(key)) return;
  throw maskedError(
    new ConfigurationError(
      key,
      `is in the stack config as plain text. Encrypt it: ${secretKeyCommand} (and revoke the key if that file was ever shared).`,
    ),
  );
}

/**
 * A session with the stack config as the program has it now. One for each call, with the config copied: programs
 * that the Automation API runs inline share a process, and the key or responses of one must never reach another,
 * not even while one of them waits.
 */
export function programSession(): Session {
  const config = { ...pulumi.runtime.allConfig() };
  const session = new Session({
    env: process.env,
    notify: (line) => void pulumi.log.info(`carecycle: ${line}`),
  });
  session.configure((key) => config[key]);
  return session;
}

// The SDK has this function without declaring it (its own Config uses it).
function isConfigSecret(key: string): boolean {
  const runtime: { isConfigSecret?: (key: string) => boolean } = pulumi.runtime as object;
  return runtime.isConfigSecret?.(key) ?? true;
}
