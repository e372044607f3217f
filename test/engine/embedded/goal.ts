// What a program asks for: a registration request, read, with everything refused that this engine does not know.

import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { PROVIDER_TYPE, plain, type Resource } from "./state";
import { createUrn, type Home, nameOf } from "./urn";
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
  refuse(request, type);
  const parent = request.getParent() || undefined;
  const above = parent === undefined ? undefined : parentOf(parent);
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
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: aliasesOf(request, home, above),
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

function refuse(request: RegisterResourceRequest, type: string): void {
  const unknown: [string, boolean][] = [
    ["a provider resource", type.startsWith("pulumi:providers:")],
    ["a custom resource that is not a dynamic one", request.getCustom() && !type.startsWith(`${PACKAGE}:`)],
    ["a remote component", request.getRemote()],
    ["the option import", request.getImportid() !== ""],
    ["the option replacementTrigger", request.hasReplacementTrigger()],
    ["the option deletedWith", request.getDeletedwith() !== ""],
    ["the option transforms", request.getTransformsList().length > 0],
    ["the option hooks", request.hasHooks()],
    ["the option hideDiffs", request.getHidediffsList().length > 0],
    ["an explicit provider", request.getProvider() !== ""],
  ];
  for (const [what, asked] of unknown) if (asked) throw new Error(`${what} is not in the embedded engine`);
}

/** Former URNs, those included that follow from a former URN of the parent. */
function aliasesOf(request: RegisterResourceRequest, home: Home, above: Resource | undefined): string[] {
  const parent = request.getParent();
  const type = request.getType();
  const aliases = [...request.getAliasurnsList()];
  for (const alias of request.getAliasesList()) {
    const spec = alias.getSpec();
    if (spec === undefined) {
      aliases.push(alias.getUrn());
      continue;
    }
    const formerHome = { stack: spec.getStack() || home.stack, project: spec.getProject() || home.project };
    const formerParent = spec.getNoparent() ? undefined : spec.getParenturn() || parent;
    aliases.push(
      createUrn(formerHome, formerParent, spec.getType() || type, spec.getName() || request.getName()),
    );
  }
  for (const former of above?.aliases ?? []) {
    // A child named after its parent was renamed together with it.
    const own = request.getName();
    const prefix = nameOf(above?.urn ?? "");
    const name = own.startsWith(prefix) ? nameOf(former) + own.slice(prefix.length) : own;
    aliases.push(createUrn(home, former, type, name));
  }
  return [...new Set(aliases)];
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
