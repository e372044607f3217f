// Turns the flags of the command line into options of the emulator.
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { EmulatorOptions } from "./options";
import { readSeedFile } from "./seedFile";

export const USAGE = `Usage: tsx test/emulator/main.ts [options]
  --port N                 port on 127.0.0.1 (default: a free one)
  --rate N                 requests in a window (60)
  --window SECONDS         length of the window (60)
  --seed FILE              what to start with, as JSON: {"transferConfigs": [...], "campaigns": [...], "assignments": [...],
                           "appointmentConfigs": [...]}, each as the API shows it; or the list of configs alone
  --demo                   start with the configs of examples/quickstart and what uses them (test/emulator/seed.json)
  --dynamic-options MODE   what PATCH does with dynamicOptions: replace (default) or merge
  --server-defaults        fill defaults into dynamicOptions
  --allow-delete           offer DELETE
  --campaign-paging MODE   what "page" does in the list of campaigns: page (default), ignored, or echoed (the first page says
                           that it is the requested one)
The API key is cc_test_key.

For other processes, while it runs (JSON):
  GET, DELETE /_emulator/requests     the log of requests; empty it
  GET /_emulator/configs              all configs
  PUT /_emulator/configs/ID           an edit behind the program's back: {"directPhoneNumber": "+15550199"}
  DELETE /_emulator/configs/ID        remove one behind the program's back
  POST, DELETE /_emulator/faults      faults to play, as in test/emulator/faults.ts:
                                      {"method": "PATCH", "fault": {"kind": "status", "status": 503}}; forget them`;

/** The options that the flags ask for; throws an error that names a flag which cannot be used. */
export function optionsOf(args: string[]): EmulatorOptions | "help" {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: "string", default: "0" },
      rate: { type: "string", default: "60" },
      window: { type: "string", default: "60" },
      seed: { type: "string" },
      demo: { type: "boolean", default: false },
      "dynamic-options": { type: "string", default: "replace" },
      "server-defaults": { type: "boolean", default: false },
      "campaign-paging": { type: "string", default: "page" },
      "allow-delete": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const mode = values["dynamic-options"];
  if (mode !== "replace" && mode !== "merge") {
    throw new Error(`--dynamic-options must be replace or merge, not "${mode}"`);
  }
  const paging = values["campaign-paging"];
  if (paging !== "page" && paging !== "ignored" && paging !== "echoed") {
    throw new Error(`--campaign-paging must be page, ignored or echoed, not "${paging}"`);
  }
  if (values.demo && values.seed !== undefined) throw new Error("--demo and --seed exclude each other");
  const seed = values.demo ? join(__dirname, "seed.json") : values.seed;
  const port = numberOf("--port", values.port);
  if (!Number.isInteger(port) || port > 65_535)
    throw new Error("--port must be a whole number from 0 to 65535");
  const rate = numberOf("--rate", values.rate);
  if (!Number.isInteger(rate) || rate === 0) throw new Error("--rate must be a whole number of at least 1");
  const windowSeconds = numberOf("--window", values.window);
  if (windowSeconds === 0) throw new Error("--window must be more than 0 seconds");
  return {
    port,
    rate,
    windowSeconds,
    ...(seed !== undefined && readSeedFile(seed)),
    campaignPaging: paging,
    dynamicOptions: mode,
    serverDefaults: values["server-defaults"],
    allowDelete: values["allow-delete"],
  };
}

function numberOf(flag: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`${flag} must be a number of at least 0, not "${text}"`);
  return Number(text);
}
