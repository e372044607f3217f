// What tests of programs use of the SDK, from the files that hold it: its index also loads the Automation API, and takes a
// second to load.
import * as config from "@pulumi/pulumi/runtime/config";
import * as mocks from "@pulumi/pulumi/runtime/mocks";
import * as settings from "@pulumi/pulumi/runtime/settings";
import * as stack from "@pulumi/pulumi/runtime/stack";

export * from "@pulumi/pulumi/output";
export * from "@pulumi/pulumi/resource";

export const runtime = { ...config, ...mocks, ...settings, ...stack };
