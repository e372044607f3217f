// What one run of a program is told of its resources and settings together: the same name, the same adopted config, unknown
// settings, mistakes. The SDK is the real one, but for which run it is in, what the stack config is, and where lines go.

import { noteAdoptedId } from "../../provider/program/adoptedIds";
import { refusePlaintextKey, warnOfUnknownKeys } from "../../provider/program/programSession";
import { prepareRegistration } from "../../provider/program/registration";
import { noteName } from "../../provider/program/sameNames";
import * as pulumi from "../support/sdk";

const sdk: {
  run: object | undefined;
  config: Record<string, string>;
  secrets: string[];
  project: string;
  lines: string[];
} = { run: undefined, config: {}, secrets: [], project: "desks", lines: [] };

jest.mock("../../provider/program/sdk", () => {
  const actual = jest.requireActual("../../provider/program/sdk");
  return {
    ...actual,
    getProject: () => sdk.project,
    getStack: () => "test",
    log: { ...actual.log, warn: async (line: string) => sdk.lines.push(line) },
    getStackResource: () => sdk.run,
    getMonitor: () => ({}),
    allConfig: () => sdk.config,
    getConfig: (key: string) => sdk.config[key],
  };
});

jest.mock("../../provider/program/sdkInternals", () => ({
  isConfigSecret: (key: string) => sdk.secrets.includes(key),
}));

beforeEach(() => Object.assign(sdk, { run: {}, config: {}, secrets: [], project: "desks", lines: [] }));

/** The end of the program's turn, and of what follows an output that is known. */
const turn = async () => {
  for (let i = 0; i < 3; i++) await new Promise((wake) => setImmediate(wake));
};

describe("the same name", () => {
  test("is one warning for each name, with the resources in their order; others are none", async () => {
    for (const [resource, name] of [
      ["a", "Sales"],
      ["b", "Desk"],
      ["c", "Sales"],
      ["d", "Night"],
      ["e", "Desk"],
    ])
      noteName(resource as string, name);
    expect(sdk.lines).toEqual([]);
    await turn();
    expect(sdk.lines).toEqual([
      expect.stringMatching(/^"a", "c" declare the same name: .+ \(same-name\)$/),
      expect.stringMatching(/^"b", "e" declare the same name: .+ \(same-name\)$/),
    ]);
    expect(sdk.lines.join()).not.toContain("Sales");
  });

  test("is a further warning where a later turn adds a resource, and none where it adds nothing to it", async () => {
    noteName("a", "Sales");
    noteName("b", "Sales");
    await turn();
    noteName("c", "Desk");
    await turn();
    expect(sdk.lines).toHaveLength(1);
    noteName("d", "Sales");
    await turn();
    expect(sdk.lines).toEqual([
      expect.stringMatching(/^"a", "b" declare/),
      expect.stringMatching(/^"a", "b", "d" declare/),
    ]);
  });

  test("of many is told by ten of them and how many more there are", async () => {
    for (let i = 0; i < 10; i++) noteName(`r${i}`, "Sales");
    await turn();
    expect(sdk.lines[0]).toMatch(/"r9" declare/);
    noteName("r10\n", "Sales");
    noteName("r11", "Sales");
    await turn();
    expect(sdk.lines[1]).toMatch(/"r9" and 2 more declare/);
  });

  test("counts once it is known, of outputs and promises; what is no text, and another run, count nothing", async () => {
    noteName("a\n::error::", pulumi.output("Sales"));
    noteName("b", Promise.resolve("Sales"));
    for (const other of [undefined, 5, pulumi.output(5), { Sales: 1 }]) noteName("c", other);
    noteName("secret", pulumi.secret("Sales"));
    sdk.run = {};
    noteName("d", "Sales");
    sdk.run = undefined;
    noteName("e", "Sales");
    noteName("f", "Sales");
    await turn();
    await turn();
    expect(sdk.lines).toEqual([expect.stringMatching(/^"b", "a[^"]*" declare/)]);
    expect(sdk.lines.join()).not.toContain("\n");
  });
});

describe("an adopted id", () => {
  const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";

  test("that another resource of the run adopts, in whatever case, is named with both", () => {
    expect(noteAdoptedId("a", id)).toBeUndefined();
    expect(noteAdoptedId("b", undefined)).toBeUndefined();
    expect(noteAdoptedId("b", id.replace("497f", "597f"))).toBeUndefined();
    expect(noteAdoptedId("c\n", id.toUpperCase())).toMatch(
      new RegExp(
        `^${id.toUpperCase()} is adopted by two resources, "a" and "c[^\n]+". They would overwrite each other: keep one.$`,
      ),
    );
  });

  test("is nobody else's in another run, nor outside of any", () => {
    noteAdoptedId("a", id);
    sdk.run = {};
    expect(noteAdoptedId("b", id)).toBeUndefined();
    sdk.run = undefined;
    expect([noteAdoptedId("c", id), noteAdoptedId("d", id)]).toEqual([undefined, undefined]);
  });
});

describe("keys under carecycle:", () => {
  test("that are no setting are named once in a run, with the nearest setting or with all of them", () => {
    sdk.config = {
      "carecycle:clientID": "1",
      "carecycle:wholly\nother": "2",
      "carecycle:apiKey": "3",
      "other:client": "4",
    };
    warnOfUnknownKeys();
    warnOfUnknownKeys();
    expect(sdk.lines).toEqual([
      "carecycle: carecycle:clientID is not a setting of pulumi-carecycle; did you mean carecycle:clientId?",
      expect.stringMatching(
        /^carecycle: carecycle:wholly[^\n]+other is not a setting of pulumi-carecycle; settings are apiKey, baseUrl, .*clientId.*\.$/,
      ),
    ]);
    sdk.run = {};
    warnOfUnknownKeys();
    expect(sdk.lines).toHaveLength(4);
    sdk.run = undefined;
    warnOfUnknownKeys();
    expect(sdk.lines).toHaveLength(4);
  });

  test("are the project's own where it is called carecycle, unless they are nearly a setting", () => {
    sdk.project = "carecycle";
    sdk.config = { "carecycle:region": "1", "carecycle:CLIENTIDS": "2" };
    warnOfUnknownKeys();
    expect(sdk.lines).toEqual([expect.stringContaining("carecycle:CLIENTIDS is not a setting")]);
  });

  test("near means up to three letters", () => {
    sdk.config = { "carecycle:clientIdxyz": "1", "carecycle:clientIdwxyz": "2" };
    warnOfUnknownKeys();
    expect(sdk.lines[0]).toContain("did you mean");
    expect(sdk.lines[1]).toContain("settings are");
  });
});

test("a plaintext key is refused, and an encrypted or absent one is not", () => {
  refusePlaintextKey();
  sdk.config = { "carecycle:apiKey": "cc_canary" };
  expect(refusePlaintextKey).toThrow(
    /^carecycle:apiKey: is in the stack config as plain text\. Encrypt it: .+revoke the key/,
  );
  expect(refusePlaintextKey).not.toThrow(/cc_canary/);
  sdk.secrets = ["carecycle:apiKey"];
  refusePlaintextKey();
});

describe("the mistakes of one turn", () => {
  const settle = (registrations: ReturnType<typeof prepareRegistration>[]) =>
    Promise.all(
      registrations.map(({ validated }) =>
        validated.then(
          () => "registered",
          (error: Error) => error.message,
        ),
      ),
    );

  test("are one error for all resources of the turn, and the next turn has its own", async () => {
    const all = [
      prepareRegistration("a", { name: "A" }, undefined),
      prepareRegistration("b", { name: "B", nmae: 1, sipUri: 5 }, undefined),
      prepareRegistration("c\n", "none", undefined),
    ];
    const texts = await settle(all);
    expect(new Set(texts).size).toBe(1);
    const [first, ...lines] = String(texts[0]).split("\n  ");
    expect(first).toBe(
      "3 mistakes in the arguments of 2 transfer configs. Nothing was registered or sent for them:",
    );
    expect(lines.map((line) => line.replace(/: (?!nmae|sipUri).*/, ""))).toEqual([
      "b: sipUri",
      "b: nmae",
      expect.stringMatching(/^c/),
    ]);
    expect(all.map(({ args }) => args)).toEqual([{ name: "A" }, {}, {}]);
    expect(await settle([prepareRegistration("d", { name: "D" }, undefined)])).toEqual(["registered"]);
    const [one] = await settle([prepareRegistration("e", { name: 5 }, undefined)]);
    expect(one).toMatch(/^1 mistake in the arguments of 1 transfer config\./);
  });

  test("are not known to a turn's note, which counts what the engine checks", async () => {
    const all = [
      prepareRegistration("a", { name: "A" }, undefined),
      prepareRegistration("b", { name: "B" }, {}),
      prepareRegistration("read", { name: "C" }, { id: "1" }),
      prepareRegistration("read too", { name: "D" }, { urn: "urn:pulumi:1" } as never),
    ];
    const notes = await Promise.all(all.map(({ turn: note }) => note));
    expect(new Set(notes).size).toBe(1);
    expect(notes[0]).toMatch(/^\d+\/2 desks\/test$/);
    const later = await prepareRegistration("e", { name: "E" }, undefined).turn;
    expect(Number.parseInt(String(later), 10)).toBe(Number.parseInt(String(notes[0]), 10) + 1);
    const bad = prepareRegistration("f", { name: 5 }, undefined);
    bad.validated.catch(() => undefined);
    expect(await bad.turn).toBeUndefined();
  });

  test("are not those of fields that the engine replaces by what the state holds", async () => {
    const options = { ignoreChanges: ["type", 'dynamicOptions["body"]'] };
    const args = { name: "A", type: "phone", dynamicOptions: { headers: 5 } };
    expect(await settle([prepareRegistration("a", args, options)])).toEqual(["registered"]);
    const [text] = await settle([prepareRegistration("b", args, { ignoreChanges: ["name"] })]);
    expect(text).toMatch(/^2 mistakes/);
  });

  test("a resource with a mistake, or whose name is ignored, has no name that another one could share", async () => {
    const ids = "597f6eca-6276-4993-bfeb-53cbbbba6f08";
    void settle([
      prepareRegistration("a", { name: "Sales", type: "phone" }, undefined),
      prepareRegistration("b", { name: "Sales" }, { ignoreChanges: ["name"] }),
      prepareRegistration("c", { name: "Sales", transferConfigId: ids }, undefined),
      prepareRegistration("d", { name: "Other", transferConfigId: ids }, undefined),
    ]).then(([text]) => sdk.lines.push(String(text)));
    await turn();
    await turn();
    expect(sdk.lines).toHaveLength(1);
    expect(sdk.lines[0]).toContain("d: transferConfigId: ");
    expect(sdk.lines[0]).toContain('two resources, "c" and "d"');
  });

  test.each([
    ["497f6eca", "497f6eca"],
    [pulumi.output("497f6eca"), "ID"],
  ])("the option import is none that works: %#", async (given, shown) => {
    const [text] = await settle([prepareRegistration("a", { name: "A" }, { import: given as string })]);
    expect(text).toContain(`a: import: Pulumi cannot import a resource of a dynamic provider.`);
    expect(text).toContain(`declare transferConfigId: "${shown}".`);
  });
});
