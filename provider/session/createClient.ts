// Makes a client of the API, whose code is loaded no earlier than that.
import type * as Client from "../api/client";
import type { CareCycleClient, CareCycleClientOptions } from "../api/client";

// Loaded when the first client is made: a program that only declares configs sends nothing, nor does a provider until it
// is asked to. Not by `import()`: nothing may come between reading the settings and taking what belongs to them.
export function createClient(options: CareCycleClientOptions): CareCycleClient {
  const api: typeof Client = require("../api/client");
  return new api.CareCycleClient(options);
}
