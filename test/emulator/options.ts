// What can be chosen about the emulated API: one option for each point that its documentation leaves open.

/** Options of `startEmulator`; all but `port` and `seed` can be changed at run time by `configure`. */
export interface EmulatorOptions {
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** Live configs at the start. */
  seed?: readonly SeedConfig[];
  /** API key -> client id; default: `cc_test_key` of `DEFAULT_CLIENT_ID`. */
  apiKeys?: Record<string, string>;
  /** Requests that a key may make in a window (60). */
  rate?: number;
  /** Length of the window in seconds (60). */
  windowSeconds?: number;
  /** "sliding" (default), or "fixed": a window starts with the first request after the last one ended. */
  quotaWindow?: "fixed" | "sliding";
  /** Where a 429 of the quota says how long to wait ("body"). */
  rateLimitHeader?: "body" | "header" | "both";
  /** Whether PATCH replaces dynamicOptions (default) or deep-merges it as RFC 7386 does. */
  dynamicOptions?: "replace" | "merge";
  /** Whether the server fills defaults into dynamicOptions (false). */
  serverDefaults?: boolean;
  /** What becomes of empty objects and lists in a body, at any depth: kept (default), dropped, or null in their place. */
  emptyContainers?: "keep" | "drop" | "null";
  /** Whether DELETE exists (false: it answers 404, as an undocumented route would). */
  allowDelete?: boolean;
  /** Status of a VALIDATION_ERROR (400). */
  validationStatus?: 400 | 422;
  /** Status of a successful POST (201). */
  createStatus?: 200 | 201;
  /** What happens to body fields that are not documented ("keep": stored and echoed). */
  unknownFields?: "keep" | "drop" | "reject";
  /** Campaigns of all clients, the newest first; "one" (default): each client has one. */
  campaigns?: readonly Campaign[] | "one";
  /**
   * What `page` does in the list of campaigns: it chooses the page (default), it is ignored (always the first page, which
   * says so), or it is only echoed (the first page says that it is the requested one).
   */
  campaignPaging?: "page" | "ignored" | "echoed";
  /** Where campaigns show transferConfigId and transferConfigIds: everywhere (default), in GET of one alone, or nowhere. */
  campaignLinks?: "everywhere" | "campaign" | "nowhere";
  /** Block-snippet assignments of all campaigns (none). */
  assignments?: readonly Assignment[];
  /** Appointment configs of all clients; "one" (default): each client has one. */
  appointmentConfigs?: readonly AppointmentConfig[] | "one";
  /** What the endpoints of campaigns and appointment configs answer: what there is ("ok", default), 403, or 404. */
  accountEndpoints?: "ok" | 403 | 404;
  /** Whether another client's config answers 404 as a missing one does ("hidden", default), or as an own one ("visible"). */
  foreignConfigs?: "hidden" | "visible";
  /** Whether softphoneFallbackType "appointment_booking" is refused without an appointmentConfigId (true). */
  requireAppointment?: boolean;
  /** Whether appointmentConfigId and softphoneHandoffStrategy are known fields (true). */
  newerFields?: boolean;
}

/** A campaign, as far as it is emulated; `clientId` is by default the first key's, and is never shown. */
export interface Campaign {
  id: string;
  clientId?: string;
  /** "active" by default; undefined leaves the member out. */
  status?: unknown;
  name?: unknown;
  transferConfigId?: unknown;
  transferConfigIds?: unknown;
  [member: string]: unknown;
}

/** A block-snippet assignment, shown as it is. */
export interface Assignment {
  campaignId: string;
  [member: string]: unknown;
}

/** An appointment config, as far as it is emulated; `clientId` is by default the first key's. */
export interface AppointmentConfig {
  id: string;
  clientId?: string;
  name?: unknown;
  transferConfigId?: unknown;
  routingConfigId?: unknown;
  [member: string]: unknown;
}

/** A config as the API stores it; fields beyond these are those of the API's table, and unknown ones. */
export interface LiveConfig {
  id: string;
  clientId: string;
  createdAt: string | null;
  updatedAt: string | null;
  name: string;
  [field: string]: unknown;
}

/** A config to start with: what is absent is filled in as POST would. */
export type SeedConfig = { name: string } & { [field: string]: unknown };

/** The options that can change at run time, all decided. */
export type Settings = Required<Omit<EmulatorOptions, "port" | "seed">>;

export const DEFAULT_KEY = "cc_test_key";
export const DEFAULT_CLIENT_ID = "5e505642-9024-474d-9434-e5a44f505cc5";

/** The settings that `options` asks for; an option given as undefined counts as absent. */
export function settingsOf(options: Partial<Settings>): Settings {
  const settings: Settings = {
    apiKeys: { [DEFAULT_KEY]: DEFAULT_CLIENT_ID },
    rate: 60,
    windowSeconds: 60,
    quotaWindow: "sliding",
    rateLimitHeader: "body",
    dynamicOptions: "replace",
    serverDefaults: false,
    emptyContainers: "keep",
    allowDelete: false,
    validationStatus: 400,
    createStatus: 201,
    unknownFields: "keep",
    newerFields: true,
    requireAppointment: true,
    campaigns: "one",
    campaignPaging: "page",
    campaignLinks: "everywhere",
    assignments: [],
    appointmentConfigs: "one",
    accountEndpoints: "ok",
    foreignConfigs: "hidden",
  };
  applySettings(settings, options);
  return settings;
}

/** Changes `settings` in place, so that everything that holds them sees the change. */
export function applySettings(settings: Settings, changes: Partial<Settings>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    // A misspelt option would leave a test green for the wrong reason.
    if (!Object.hasOwn(settings, name)) throw new Error(`emulator: no option "${name}" to configure`);
    Object.assign(settings, { [name]: value });
  }
}
