// A provider with an in-memory API behind it, and one resource that is taken through its life as the engine would.
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Clock } from "../../provider/api/quota";
import { createProvider, type Provider } from "../../provider/lifecycle/provider";
import type { Values } from "../../provider/model/values";
import { mapFromWire, toProvider } from "../engine/embedded/values";
import { FakeApi, type FakeOptions } from "./fakeApi";

/** A time that moves only when a test moves it. */
export class FakeClock implements Clock {
  ms = 0;
  now(): number {
    return this.ms;
  }
  timer(): () => void {
    return () => {};
  }
}

/** The values, once the SDK's host could hand them to the engine: as a protobuf Struct, which knows no undefined. */
function carried(values: Values | undefined): Values {
  // Tests leave the host's own `__provider` out.
  const { __provider: _, ...own } = values ?? {};
  Struct.fromJavaScript(own as Record<string, JavaScriptValue>);
  return values as Values;
}

/** The provider behind a host: whatever it answers or fails with must be fit to be carried to the engine. */
function hosted(provider: Provider): Provider {
  const partial = (error: unknown): never => {
    const { properties } = Object(error);
    throw properties === undefined
      ? error
      : Object.assign(error as Error, { properties: carried(properties) });
  };
  return {
    ...provider,
    async check(olds, news) {
      const result = await provider.check(olds, news);
      return { ...result, inputs: carried(result.inputs) };
    },
    async create(inputs) {
      const result = await provider.create(inputs).catch(partial);
      return { ...result, outs: carried(result.outs) };
    },
    async read(id, props) {
      const result = await provider.read(id, props);
      if (result.id === undefined) return result;
      return {
        ...result,
        props: carried(result.props),
        ...(result.inputs && { inputs: carried(result.inputs) }),
      };
    },
    async update(id, olds, news) {
      const result = await provider.update(id, olds, news).catch(partial);
      return { ...result, outs: carried(result.outs) };
    },
  };
}

export interface Fixture {
  readonly api: FakeApi;
  readonly provider: Provider;
  /** What the user was told, warnings of the rules across fields aside. */
  readonly lines: string[];
  /** Those warnings. */
  readonly warnings: string[];
  readonly clock: FakeClock;
  /** A provider of a later process: it knows nothing of what this one read. */
  later(config?: Record<string, string>, env?: NodeJS.ProcessEnv): Fixture;
}

let fixtures = 0;

export function createFixture(
  options: FakeOptions = {},
  config: Record<string, string> = {},
  api = new FakeApi(options),
  env: NodeJS.ProcessEnv = {},
): Fixture {
  const [lines, warnings]: [string[], string[]] = [[], []];
  const notify = (line: string) => {
    (/^(critical )?warning: /.test(line) ? warnings : lines).push(line);
  };
  const clock = new FakeClock();
  const provider = hosted(createProvider({ env, notify, fetch: api.fetch, clock }));
  // An address of its own, because a process has one quota for each.
  const settings: Record<string, string> = {
    "carecycle:apiKey": "cc_unit",
    "carecycle:baseUrl": `http://127.0.0.1:1/${fixtures++}`,
    "carecycle:rateLimit": "1000000",
    ...config,
  };
  void provider.configure({ config: { get: (key: string) => settings[key] } } as never);
  return {
    api,
    provider,
    lines,
    warnings,
    clock,
    later: (more = {}, env = {}) => createFixture(options, { ...config, ...more }, api, env),
  };
}

/** A resource in the state. */
export interface Recorded {
  id: string;
  outs: Values;
  inputs: Values;
}

/** Checks inputs, secrets taken out again as the engine does before it hands them over; throws where they fail. */
export async function checked(fixture: Fixture, news: Values, olds: Values = {}): Promise<Values> {
  const { inputs, failures } = await fixture.provider.check(olds, news);
  if (failures && failures.length > 0) throw new Error(JSON.stringify(failures));
  return toProvider(mapFromWire(inputs as Values));
}

export async function create(fixture: Fixture, news: Values): Promise<Recorded> {
  const inputs = await checked(fixture, news);
  const { id, outs } = await fixture.provider.create(inputs);
  return { id, outs: outs as Values, inputs };
}

/** Check, diff and update, whether or not something changed. */
export async function update(fixture: Fixture, old: Recorded, news: Values): Promise<Recorded> {
  const inputs = await checked(fixture, news, old.inputs);
  const diff = await fixture.provider.diff(old.id, old.outs, inputs);
  if (diff.replaces) throw new Error("would be replaced");
  const { outs } = await fixture.provider.update(old.id, old.outs, inputs);
  return { id: old.id, outs: outs as Values, inputs };
}

export async function refresh(fixture: Fixture, old: Recorded): Promise<Recorded> {
  const { props, inputs } = await fixture.provider.read(old.id, old.outs);
  return { id: old.id, outs: props as Values, inputs: inputs as Values };
}

/** What a promise is rejected with. */
export async function failure(promise: Promise<unknown>): Promise<Error & Values> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Values;
  }
  throw new Error("nothing was thrown");
}
