// What the package needs of the SDK in a program, from the files that hold it. The SDK's index also loads the Automation
// API and what serialises functions: a program that doesn't import the index itself needn't wait for them. These paths are
// not the SDK's documented API: npm run conformance tries the oldest SDK that is supported and the newest. Public types name
// what stands here: only files whose types the index has, too, and types apart, in the form that old compilers read.
export * as log from "@pulumi/pulumi/log";
export { getProject, getStack } from "@pulumi/pulumi/metadata";
export type { Input } from "@pulumi/pulumi/output";
export { isSecret, Output, output, secret } from "@pulumi/pulumi/output";
export type {
  CustomResourceOptions,
  ResourceTransform,
  ResourceTransformArgs,
  ResourceTransformation,
  ResourceTransformResult,
} from "@pulumi/pulumi/resource";
export { CustomResource, Resource } from "@pulumi/pulumi/resource";
export { allConfig, getConfig } from "@pulumi/pulumi/runtime/config";
export { awaitStackRegistrations, getMonitor } from "@pulumi/pulumi/runtime/settings";
export { getStackResource, registerResourceTransform } from "@pulumi/pulumi/runtime/stack";
