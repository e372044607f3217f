// Several requests at a time: the client keeps the quota, and a few at once keep the wait for responses short.

/** Runs `action` for each item, some at a time; after a failure no other item is begun. */
export async function forEach<T>(items: readonly T[], action: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  let failed = false;
  const worker = async () => {
    for (const item of queue) {
      if (failed) return;
      try {
        await action(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(8, items.length) }, worker));
}
