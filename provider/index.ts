// Public exports only. Types are exported apart, in the form that old compilers read: Pulumi's own, which
// runs programs that bring none, is TypeScript 3.8.

export type { DynamicOptions, SuccessCondition, TransferConfigFields } from "./model/types";
export type {
  DynamicOptionsResult,
  GetTransferConfigArgs,
  GetTransferConfigOutputArgs,
  GetTransferConfigResult,
} from "./program/getTransferConfig";
export { getTransferConfig, getTransferConfigOutput } from "./program/getTransferConfig";
export type {
  DynamicOptionsArgs,
  SuccessConditionArgs,
  TransferConfigArgs,
  TransferConfigFieldArgs,
} from "./program/transferConfig";
export { TransferConfig } from "./program/transferConfig";
export type { ArgumentFailure, ValidateOptions } from "./program/validateArgs";
export { validateTransferConfig } from "./program/validateArgs";
