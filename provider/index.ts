// Public exports only.
export {
  type DynamicOptionsResult,
  type GetTransferConfigArgs,
  type GetTransferConfigOutputArgs,
  type GetTransferConfigResult,
  getTransferConfig,
  getTransferConfigOutput,
} from "./getTransferConfig";
export {
  type DynamicOptionsArgs,
  type SuccessConditionArgs,
  TransferConfig,
  type TransferConfigArgs,
  type TransferConfigFieldArgs,
} from "./transferConfig";
export type { DynamicOptions, SuccessCondition, TransferConfigFields } from "./types";
