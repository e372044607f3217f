// What the providers of messages share: each heading of the page of troubleshooting has a function that provokes its message.

/** Functions that provoke a message, by the heading that names it; each gives all that a user would read. */
export type Provoked = Record<string, () => Promise<string>>;

/** A config's id. */
export const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

/** The message of what `action` throws or rejects with, reasons included; empty where it does not. */
export async function thrown(action: () => unknown): Promise<string> {
  try {
    await action();
    return "";
  } catch (error) {
    const { message, reasons = [] } = error as Error & { reasons?: string[] };
    return [message, ...reasons].join("\n");
  }
}
