// Public exports only.
export {
  type DynamicOptionsArgs,
  type SuccessConditionArgs,
  TransferConfig,
  type TransferConfigArgs,
  type TransferConfigFieldArgs,
} from "./transferConfig";
export type { DynamicOptions, SuccessCondition, TransferConfigFields } from "./types";
