// Whether the engine is there, by how dialling its address ends. The connection is one whose end the test decides.
import { EventEmitter } from "node:events";
import { Socket, type TcpSocketConnectOpts } from "node:net";
import { PassThrough } from "node:stream";
import { type HostProcess, watchEngine } from "../../provider/lifecycle/engineWatch";

class Dial extends EventEmitter {
  destroyed = 0;
  constructor(readonly options: TcpSocketConnectOpts) {
    super();
  }
  destroy(): void {
    this.destroyed++;
  }
}

let dials: Dial[];
jest.mock("node:net", () => ({
  ...jest.requireActual("node:net"),
  connect: (options: TcpSocketConnectOpts) => {
    const dial = new Dial(options);
    dials.push(dial);
    return dial;
  },
}));

beforeEach(() => {
  dials = [];
});

function hostOf(address: string, stdin: unknown = new PassThrough()) {
  const codes: unknown[] = [];
  const streams = { stdin, stdout: new PassThrough(), stderr: new PassThrough() };
  const argv = ["node", "/app/cmd/dynamic-provider", address];
  const host = { argv, ...streams, exit: (code: unknown) => codes.push(code) };
  return { host: host as unknown as HostProcess, codes };
}

const failed = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ["is accepted", "connect", undefined, []],
  ["hangs", "timeout", undefined, []],
  ["is refused", "error", failed("ECONNREFUSED"), [1]],
  ["is reset", "error", failed("ECONNRESET"), []],
  ["finds no such name", "error", failed("ENOTFOUND"), []],
  ["finds no way there", "error", failed("EHOSTUNREACH"), []],
])(
  "a dial that %s tells whether the engine is gone, and leaves no connection open",
  async (_, event, error, expected) => {
    const { host, codes } = hostOf("127.0.0.1:5000");
    const asked = watchEngine(host)();
    expect(dials).toHaveLength(1);
    dials[0]?.emit(event, error);
    await asked;
    expect([codes, dials[0]?.destroyed]).toEqual([expected, 1]);
  },
);

test.each([
  ["127.0.0.1:5000", "127.0.0.1", 5000],
  ["localhost:80", "localhost", 80],
  ["[::1]:5000", "::1", 5000],
  ["::1:5000", "::1", 5000],
])("%s is dialled for a second at the most", async (address, host, port) => {
  const { host: process } = hostOf(address);
  const asked = watchEngine(process)();
  dials[0]?.emit("connect");
  await asked;
  expect(dials[0]?.options).toEqual({ host, port, timeout: 1000 });
});

describe("once stdin has ended", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  test("the engine is dialled at once, and then four times a second", () => {
    const stdin = new Socket();
    watchEngine(hostOf("127.0.0.1:5000", stdin).host);
    expect(dials).toHaveLength(0);
    stdin.emit("close");
    expect(dials).toHaveLength(1);
    jest.advanceTimersByTime(249);
    expect(dials).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(dials).toHaveLength(2);
    jest.advanceTimersByTime(750);
    expect(dials).toHaveLength(5);
  });

  test("an error of stdin is no error of the process", () => {
    const stdin = new Socket();
    watchEngine(hostOf("127.0.0.1:5000", stdin).host);
    stdin.emit("error", failed("ECONNRESET"));
    expect(dials).toHaveLength(0);
  });
});
