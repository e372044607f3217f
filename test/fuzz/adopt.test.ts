// Whatever `adopt` is given on stdin, and whatever the live configs hold: TypeScript that parses and holds no credential, or
// an error of the command line.
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import ts from "typescript";
import { type Generated, generate } from "../../provider/cli/commands/generate";
import { fieldNames, optionMembers } from "../../provider/model/fieldTable";
import type { LiveTransferConfig } from "../../provider/model/types";
import { checkInputs } from "../../provider/model/validateInputs";
import { type Values, WITHHELD } from "../../provider/model/values";
import { DEFAULT_KEY, startEmulator } from "../emulator";
import { isObject } from "../emulator/objects";
import { runCli } from "../support/runCli";
import { anyJson, anyObject, hostileText, huge, obeyed, objectOf, runs } from "./json";

const id = "497f6eca-6276-4993-bfeb-53cbbbba6f08";
const bidirectional = /\p{Bidi_Control}/u;

/** What is wrong with the syntax of a source text. */
function syntaxErrors(text: string): string[] {
  const { diagnostics = [] } = ts.transpileModule(text, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2023 },
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

/** Every text that is no name becomes a canary. */
function withCanaries(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withCanaries);
  if (isObject(value))
    return objectOf(Object.entries(value).map(([name, member]) => [name, withCanaries(member)]));
  return typeof value === "string" ? "CANARY" : typeof value === "number" ? 918_273_645 : value;
}

const live = fc
  .tuple(
    anyObject(...fieldNames, ...Object.keys(optionMembers)),
    anyObject(...Object.keys(optionMembers)),
    fc.oneof(anyJson("authorization"), fc.dictionary(hostileText, fc.string())),
    anyObject("a"),
  )
  .map(([config, options, headers, body]) => ({
    ...config,
    id,
    sipHeaders: "CANARY",
    dynamicOptions: objectOf([
      ...Object.entries(options),
      ["headers", withCanaries(headers)],
      ["body", withCanaries(body)],
    ]),
  }));

function expectHarmless(text: string): void {
  expect(syntaxErrors(text)).toEqual([]);
  expect(text).not.toMatch(/CANARY|918273645/);
  expect(text).not.toMatch(bidirectional);
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
}

test("any live configs become TypeScript that parses and holds no credential", () => {
  fc.assert(
    fc.property(fc.array(live, { minLength: 1, maxLength: 3 }), fc.boolean(), (configs, single) => {
      const { files, secrets, refused } = generate(configs as unknown as LiveTransferConfig[], single);
      expect(files).toHaveLength(single ? 1 : configs.length);
      for (const { name, text } of files) {
        expect(name).toMatch(/^[a-z0-9-]+\.ts$/);
        expectHarmless(text);
      }
      expect(new Set(files.map(({ name }) => name)).size).toBe(files.length);
      for (const { key } of secrets) expect(key).toMatch(/^[a-z0-9-]+$/);
      for (const { names } of refused) expectHarmless(`// ${names.join(", ")}`);
    }),
    runs,
  );
});

/** What the resources of generated files declare, once the stack config holds their secrets. */
function declaredBy({ files, secrets }: Generated): Values[] {
  const declared: Values[] = [];
  const stored = (key: string) => String(secrets.find((secret) => secret.key === key)?.value);
  class Config {
    requireSecret = stored;
    requireSecretObject = (key: string) => JSON.parse(stored(key));
  }
  class TransferConfig {
    constructor(_: string, args: Values) {
      declared.push(args);
    }
  }
  for (const { text } of files) {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS },
    });
    new Function("require", "exports", outputText)(() => ({ Config, TransferConfig }), {});
  }
  return declared;
}

test("what is declared of any live configs is what the package accepts, and the rest is named", () => {
  const odd = fc.record(
    {
      name: fc.constantFrom("", "Desk", WITHHELD, 7),
      directPhoneNumber: fc.constantFrom("+15550100", "+".repeat(21), WITHHELD),
      dynamicOptions: fc.oneof(
        fc.record(
          {
            headers: fc.constantFrom({ "": "a" }, { "a\\": "b" }, objectOf([["__proto__", "c"]]), {
              x: WITHHELD,
            }),
            body: fc.constantFrom(
              { a: { "": 1 } },
              { a: [objectOf([["__proto__", 1]])] },
              { a: WITHHELD },
              { a: 1 },
            ),
            successConditions: fc.constantFrom(
              [{ field: "a", operator: WITHHELD, value: 1 }],
              [{ field: "a", unknown: 1 }],
              ["x"],
            ),
            unknown: fc.constant(1),
          },
          { requiredKeys: [] },
        ),
        fc.constantFrom("x", []),
      ),
    },
    { requiredKeys: [] },
  );
  const any = fc.oneof(
    odd.map((config) => ({ ...config, id })),
    live,
  );
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), fc.boolean(), (configs, single) => {
      const generated = generate(configs as unknown as LiveTransferConfig[], single);
      const declared = declaredBy(generated);
      expect(declared).toHaveLength(configs.length);
      expect(declared.flatMap((args) => checkInputs(args))).toEqual([]);
      for (const [i, config] of configs.entries()) {
        const names = Object.entries(config).filter(
          ([name, value]) => (fieldNames as readonly string[]).includes(name) && value !== null,
        );
        const isWhole = names.every(([name]) => declared[i]?.[name] !== undefined);
        // Each config has the same id here; what is left out of any is named in the source beside it.
        if (!isWhole)
          expect(generated.files.some(({ text }) => text.includes("// Live, but not declared"))).toBe(true);
      }
    }),
    runs,
  );
});

test("values of 10 MB and lists without end", () => {
  const config = {
    id,
    // 10 MB of what is written once; the compiler that looks for errors takes longest.
    name: huge("n ", 1_000_000),
    sipHeaders: huge(),
    warmSummaryPrompt: huge("\u202e`", 1_000_000),
    transferWaitingMessages: Array(20_000).fill("m"),
    dynamicOptions: {
      headers: { [huge("-")]: "CANARY" },
      body: { [huge("x", 1_000_000)]: huge() },
      [huge("u", 1_000_000)]: 1,
    },
  };
  for (const { text } of generate([config as unknown as LiveTransferConfig], false).files) {
    expect(bidirectional.test(text)).toBe(false);
    expect(text.includes("CANARY")).toBe(false);
    expect(syntaxErrors(text)).toEqual([]);
  }
}, 60_000);

describe("the command", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "adopt-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("says what is no id in any text on stdin, and writes nothing", async () => {
    const env = { CARECYCLE_API_KEY: DEFAULT_KEY, CARECYCLE_BASE_URL: "http://127.0.0.1:9" };
    const text = fc.oneof(
      hostileText,
      anyJson().map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (stdin) => {
        const { code, stdout, stderr } = await runCli(["adopt", "--stdin", "--out", folder], { stdin, env });
        expect([code, stdout]).toEqual([1, ""]);
        expect(stderr).toMatch(/^pulumi-carecycle: (not a transfer config id|no ids)/);
        expect(stderr).not.toMatch(obeyed);
      }),
      runs,
    );
    const large = await runCli(["adopt", "--stdin", "--out", folder], {
      stdin: `${huge(" ")}${huge("i")}`,
      env,
    });
    expect([large.code, large.stderr.slice(0, 50)]).toEqual([
      1,
      expect.stringMatching(/^pulumi-carecycle: not a transfer config id/),
    ]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("writes what parses, whatever a live config holds", async () => {
    const emulator = await startEmulator({ rate: 10_000, windowSeconds: 1 });
    const env = {
      CARECYCLE_API_KEY: DEFAULT_KEY,
      CARECYCLE_BASE_URL: emulator.url,
      CARECYCLE_RATE_LIMIT: "10000",
      CARECYCLE_RATE_WINDOW_SECONDS: "1",
    };
    try {
      await fc.assert(
        fc.asyncProperty(live, async (config) => {
          emulator.remove(id);
          emulator.add({ ...config, name: "CANARY-free" });
          const { code, stdout, stderr } = await runCli(["adopt", id, "--force", "--out", folder], { env });
          expect([0, 1]).toContain(code);
          expect(stderr).not.toContain("please report");
          expect(`${stdout}${stderr}`.replaceAll(folder, "")).not.toMatch(obeyed);
          for (const file of await readdir(folder))
            expect(syntaxErrors(await readFile(join(folder, file), "utf8"))).toEqual([]);
        }),
        { numRuns: 25 },
      );
    } finally {
      await emulator.close();
    }
  });
});
