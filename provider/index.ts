// Public exports only. Types are exported apart, in the form that old compilers read: Pulumi's own, which
// runs programs that bring none, is TypeScript 3.8.

export type {
  DynamicOptionsResult,
  GetTransferConfigArgs,
  GetTransferConfigOutputArgs,
  GetTransferConfigResult,
} from "./getTransferConfig";
export { getTransferConfig, getTransferConfigOutput } from "./getTransferConfig";
export type {
  DynamicOptionsArgs,
  SuccessConditionArgs,
  TransferConfigArgs,
  TransferConfigFieldArgs,
} from "./transferConfig";
export { TransferConfig } from "./transferConfig";
export type { DynamicOptions, SuccessCondition, TransferConfigFields } from "./types";
export type { ArgumentFailure, ValidateOptions } from "./validate";
export { validateTransferConfig } from "./validate";
