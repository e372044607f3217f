// What a program asks for: a registration request, read, with everything refused that this engine does not know.

import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { PROVIDER_TYPE, plain, type Resource } from "./state";
import { createUrn, type Home } from "./urn";
import { mapFromWire, type PropertyMap } from "./values";

export interface Goal {
  resource: Resource;
  /** The properties before check had a word. */
  props: PropertyMap;
  deleteBeforeReplace: boolean | undefined;
}

const PACKAGE = "pulumi-nodejs";

export function readGoal(
  request: RegisterResourceRequest,
  home: Home,
  parentOf: (urn: string) => Resource | undefined,
): Goal {
  const type = request.getType();
  const parent = request.getParent() || undefined;
  const above = parent === undefined ? undefined : parentOf(parent);
  refuse(request, type, above);
  const props = mapFromWire(request.getObject()?.toJavaScript() ?? {});
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, key) => {
    propertyDependencies[key] = dependencies.getUrnsList();
  });
  const urn = createUrn(home, parent, type, request.getName());
  const resource: Resource = {
    urn,
    type,
    custom: request.getCustom(),
    inputs: props,
    outputs: {},
    ...(parent !== undefined && { parent }),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    aliases: aliasesOf(request, home),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    replaceWith: request.getReplaceWithList(),
    initErrors: [],
    protect: request.hasProtect() ? request.getProtect() === true : (above?.protect ?? false),
    retainOnDelete: request.hasRetainondelete()
      ? request.getRetainondelete() === true
      : (above?.retainOnDelete ?? false),
    delete: false,
    pendingReplacement: false,
  };
  const defined = request.getDeletebeforereplacedefined() || request.getDeletebeforereplace();
  return { resource, props, deleteBeforeReplace: defined ? request.getDeletebeforereplace() : undefined };
}

/** The SDK itself refuses what {@link Monitor} does not name as a feature: deletedWith, transforms and hooks. */
function refuse(request: RegisterResourceRequest, type: string, above: Resource | undefined): void {
  const unknown: [string, boolean][] = [
    ["a provider resource", type.startsWith("pulumi:providers:")],
    ["a custom resource that is not a dynamic one", request.getCustom() && !type.startsWith(`${PACKAGE}:`)],
    ["a remote component", request.getRemote()],
    ["the option import", request.getImportid() !== ""],
    ["the option replacementTrigger", request.hasReplacementTrigger()],
    ["the option hideDiffs", request.getHidediffsList().length > 0],
    ["the option additionalSecretOutputs", request.getAdditionalsecretoutputsList().length > 0],
    ["an explicit provider", request.getProvider() !== ""],
    ["an alias of other than a name", !request.getAliasesList().every((alias) => isName(alias, request))],
    ["a resource inside a renamed component", (above?.aliases.length ?? 0) > 0],
  ];
  for (const [what, asked] of unknown) if (asked) throw new Error(`${what} is not in the embedded engine`);
}

/** Whether an alias keeps type, parent, stack and project; the SDK writes the resource's own parent into it. */
function isName(alias: Alias, request: RegisterResourceRequest): boolean {
  const spec = alias.getSpec();
  if (spec === undefined || spec.getNoparent()) return false;
  if (![request.getParent(), ""].includes(spec.getParenturn())) return false;
  return [spec.getType(), spec.getStack(), spec.getProject()].every((other) => other === "");
}

/** Former URNs. */
function aliasesOf(request: RegisterResourceRequest, home: Home): string[] {
  const names = request.getAliasesList().flatMap((alias) => alias.getSpec()?.getName() ?? []);
  return names.map((name) => createUrn(home, request.getParent(), request.getType(), name));
}

/** The provider that no program declares: its inputs are the stack's config. */
export function defaultProvider(home: Home, config: PropertyMap, id: string): Resource {
  return {
    urn: createUrn(home, undefined, PROVIDER_TYPE, "default"),
    type: PROVIDER_TYPE,
    custom: true,
    id,
    inputs: config,
    outputs: config,
    ...plain(),
  };
}
