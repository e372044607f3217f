// What transformations (run by the SDK) and transforms (run by the engine) make of a transfer config after its
// constructor has noted what is secret. The note is made again behind the last of them: the provider is handed plain
// values, so it masks in its lines and errors what is noted, and nothing else.
import { isInternal, secretPathsName, transferConfigType, wrappedPathsName } from "../model/internalNames";
import type { Values } from "../model/values";
import type * as pulumi from "./sdk";
import { awaitStackRegistrations, getStackResource, output, registerResourceTransform } from "./sdk";
import { hasCallbacks } from "./sdkInternals";
import { addToSecretPaths, holdsPlainCredential, wrappedPathsOf, wrapSecrets } from "./wrapSecrets";

type Options = pulumi.CustomResourceOptions;
type SecretPaths = Promise<string[] | undefined>;

/** Options to register with, by the user's: what transforms the resource is followed up. `note` is what the constructor noted. */
export function withFollowUp(options: Options | undefined, note: SecretPaths): Options {
  const enforced = enforce(options ?? {});
  const own = enforced.transformations ?? [];
  const inherited = transformationsOf(enforced.parent ?? getStackResource());
  // A resource that nothing transforms pays nothing.
  if (own.length + inherited.length === 0) return enforced;
  return { ...enforced, transformations: [followUpTransformations(note), ...own] };
}

function enforce(options: Options): Options {
  const { ignoreChanges, transforms = [] } = options;
  const followed = transforms.length === 0 || transforms.includes(followUp);
  return {
    ...options,
    // An ignored note would be that of another program's secrets.
    ...(ignoreChanges && { ignoreChanges: ignoreChanges.filter((path) => !isIgnoredInternal(path)) }),
    ...(!followed && { transforms: [...transforms, followUp] }),
    // Created before it is deleted, the old config would be recorded in the state as one that is still to be deleted:
    // after an interrupted run, a later one deletes it and cannot know that it was replaced. Deleted first, the old
    // record is at worst marked `pendingReplacement`, and its delete is never called again.
    deleteBeforeReplace: true,
  };
}

function isIgnoredInternal(path: string): boolean {
  return isInternal(/\w+/.exec(path)?.[0] ?? "");
}

/**
 * A first transformation that makes itself followed by a last one. The SDK runs the resource's own and then those of its
 * parent and of the stack, so that nothing in the options comes last; it runs the very list that the resource holds.
 */
function followUpTransformations(note: SecretPaths): pulumi.ResourceTransformation {
  let self: pulumi.Resource | undefined;
  return ({ resource }) => {
    // Children inherit their parent's transformations.
    if (self !== undefined) return undefined;
    self = resource;
    transformationsOf(resource).push((args) =>
      args.resource === self
        ? { props: renoted(args.props, note), opts: enforce(args.opts as Options) }
        : undefined,
    );
    return undefined;
  };
}

function transformationsOf(resource: object | undefined): pulumi.ResourceTransformation[] {
  const { __transformations } = (resource ?? {}) as { __transformations?: pulumi.ResourceTransformation[] };
  return __transformations ?? [];
}

function renoted(
  { [secretPathsName]: _, [wrappedPathsName]: __, ...props }: Values,
  note: SecretPaths,
): Values {
  return {
    // First, as in the constructor: it waits until the arguments are validated.
    [secretPathsName]: note.then((paths) => addToSecretPaths(paths, props)),
    ...wrapSecrets(props),
    [wrappedPathsName]: wrappedPathsOf(props),
  };
}

/** A transform that comes last: wraps and notes what those before it set, where anything is left to wrap or note. */
async function followUp({
  type,
  props,
  opts,
}: pulumi.ResourceTransformArgs): Promise<pulumi.ResourceTransformResult | undefined> {
  if (type !== transferConfigType) return undefined;
  const { [secretPathsName]: noted, [wrappedPathsName]: wrapped, ...others } = props as Values;
  const paths = await addToSecretPaths(noted, others);
  const ignores = (opts.ignoreChanges ?? []).some(isIgnoredInternal);
  const asNoted = (paths ?? []).length === listIn(noted).length && !holdsPlainCredential(others);
  if (asNoted && !ignores) return undefined;
  // Options that are not returned stay as they are, those included that the SDK does not hand over.
  return {
    props: {
      ...wrapSecrets(others),
      [secretPathsName]: paths,
      [wrappedPathsName]: [...listIn(wrapped), ...wrappedPathsOf(others)],
    },
    ...(ignores && { opts: enforce(opts as Options) }),
  } as pulumi.ResourceTransformResult;
}

function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

// By run: the Automation API runs programs inline, side by side in one process.
const followed = new WeakSet<object>();

/**
 * Has the transforms of parents and of the stack followed up. They run in the engine, after the resource's own and in the order
 * in which they were registered; only one that is registered after this comes later. Asks nothing of a run without
 * callbacks: it has no transforms. To be called before the resource is registered.
 */
export async function followStackTransforms(parent: pulumi.Resource | undefined): Promise<void> {
  const run = getStackResource();
  if (run === undefined || followed.has(run)) return;
  // A parent's own transforms are registered with it.
  if (parent !== undefined) await new Promise((resolve) => output(parent.urn).apply(resolve));
  if (!hasCallbacks()) return;
  // Two registrations that are under way may arrive in either order.
  await awaitStackRegistrations();
  if (followed.has(run)) return;
  followed.add(run);
  registerResourceTransform(followUp as pulumi.ResourceTransform);
}
