// A stack whose previews are a recorded one: for specs of commands that would need a Pulumi CLI, which mock
// provider/cli/preview/stack with it.
import type { RecordedConfig } from "../../provider/cli/preview/recorded";
import type { PreviewOptions, ReadOnlyStack, StackOptions } from "../../provider/cli/preview/stack";
import { type RecordedDocument, readPreview } from "./previews";

/** What a command asked of the stack, and what it gets. */
export interface RecordedStack {
  /** The preview. */
  document: RecordedDocument;
  /** URNs of the transfer configs that the state records. */
  recorded: string[];
  /** The transfer configs that the stack manages, as its state records them. */
  managed: RecordedConfig[];
  config: Map<string, string>;
  /** The folder and the stack that were opened. */
  opened: StackOptions | undefined;
  /** Whether each preview read live values, and of which URNs. */
  readonly previews: Pick<PreviewOptions, "refresh" | "targets">[];
  /** Fails a preview, by its number from 1. */
  fails: (number: number) => Error | undefined;
}

/** The recorded preview `change` of the stack `test`, until a test chooses another one. */
export function recordedStack(): RecordedStack & { open(options: StackOptions): Promise<ReadOnlyStack> } {
  const stack: ReturnType<typeof recordedStack> = {
    document: readPreview("change"),
    recorded: [],
    managed: [],
    config: new Map(),
    opened: undefined,
    previews: [],
    fails: () => undefined,
    open: async (options) => {
      stack.opened = options;
      return {
        name: options.stack ?? "test",
        recorded: async () => stack.managed,
        recordedConfigs: async () => stack.recorded,
        config: async () => stack.config,
        preview: async ({ refresh, targets, onRead }) => {
          stack.previews.push({ refresh, ...(targets && { targets }) });
          const failure = stack.fails(stack.previews.length);
          if (failure) throw failure;
          onRead?.(1, 2);
          const { steps, config = {} } = stack.document;
          const chosen = steps.filter(({ urn, op }) =>
            op === "refresh" ? refresh && (targets?.includes(urn) ?? true) : (targets?.includes(urn) ?? true),
          );
          return { steps: chosen as never, config };
        },
      };
    },
  };
  return stack;
}

/** URN of a resource of the recorded previews. */
export const urnOf = (name: string) =>
  `urn:pulumi:test::routing::pulumi-nodejs:dynamic/carecycle:TransferConfig::${name}`;
