// The shapes of a transfer config, as the API's page gives them. Types only, so that a program's
// compiler reads nothing but these.

/** Options of a config of type "dynamic": the request that finds the number to transfer to. */
export interface DynamicOptions {
  /** URL that is asked for the number. */
  pingUrl?: string;
  /** HTTP method of that request. "GET" is documented; other values are passed on as they are. */
  method?: string;
  /** Timeout of that request. The unit is not documented. */
  timeout?: number;
  /** Headers of that request. May carry credentials: every value is kept secret. Owned whole. */
  headers?: Record<string, string>;
  /** Body of that request, any JSON members. May carry credentials: every leaf is kept secret. Owned whole. */
  body?: Record<string, unknown>;
  /** Member of the response that holds the number. */
  transferNumberField?: string;
  /** Number to transfer to. */
  transferNumber?: string;
  /** Conditions that the response must meet, in order. */
  successConditions?: SuccessCondition[];
}

/** A condition on the response to the dynamic request. */
export interface SuccessCondition {
  /** Member of the response. */
  field?: string;
  /** Comparison. "equals" is documented; other values are passed on as they are. */
  operator?: string;
  /** Value to compare with. */
  value?: string;
}

/** The fields of a transfer config that can be written, with the API's names and types. */
export interface TransferConfigFields {
  /** Name, at least 1 character. Required to create a config. */
  name: string;
  /** Routing config for inbound calls (UUID), or null. */
  routingConfigId: string | null;
  /** How a call is transferred. */
  type: "direct" | "dynamic" | "sip" | "softphone";
  /** Whether the agent is introduced before the caller is handed over. */
  warmTransfer: boolean;
  /** Number of a direct transfer, at most 20 characters, or null. The format is not documented. */
  directPhoneNumber: string | null;
  /** Options of a dynamic transfer, or null. Its members are owned one by one. */
  dynamicOptions: DynamicOptions | null;
  /** SIP address, or null. */
  sipUri: string | null;
  /** SIP headers as one string, or null. May carry credentials: kept secret. */
  sipHeaders: string | null;
  /** Prompt of the summary spoken in a warm transfer, or null. */
  warmSummaryPrompt: string | null;
  /** When a warm transfer speaks its summary, or null. */
  warmMode: "wait-for-operator" | "immediate-summary" | null;
  /** What a softphone transfer falls back to, or null. */
  softphoneFallbackType: "appointment_booking" | "phone_number" | null;
  /** Number of the softphone fallback, at most 20 characters, or null. */
  softphoneFallbackPhoneNumber: string | null;
  /** Whether appointments can be booked. */
  appointmentBookingEnabled: boolean;
  /** Messages spoken while the caller waits, in order, or null. */
  transferWaitingMessages: string[] | null;
  /** Appointment config (UUID), or null. Newer pages; the API requires it when softphoneFallbackType is appointment_booking. */
  appointmentConfigId: string | null;
  /** When a softphone transfer hands the caller over. Newer pages. */
  softphoneHandoffStrategy: "wait-for-operator" | "immediate-transfer";
}

/** Name of a field of {@link TransferConfigFields}. */
export type FieldName = keyof TransferConfigFields;

/** A live transfer config as the API returns it. Fields that the API left out are absent. */
export interface LiveTransferConfig extends Partial<TransferConfigFields> {
  /** Id (UUID). */
  id: string;
  /** Account that the config belongs to (UUID). */
  clientId?: string;
  /** Time of creation as the API writes it, or null. */
  createdAt?: string | null;
  /** Time of the last change as the API writes it, or null. */
  updatedAt?: string | null;
  /** Members that this package does not know. */
  [member: string]: unknown;
}

/** Body of PATCH and POST: known fields, and any that this package does not know yet. */
export type TransferConfigBody = Partial<TransferConfigFields> & Record<string, unknown>;
