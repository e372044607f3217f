// The project of a row, written as its users would write it: not by what the specs' fixture generates.

import type { Language } from "../support/programLanguages";
import { languageNames } from "./matrix";

/** The inputs of the program's two configs; no `created`: the program has the adopted one alone. */
export interface Desks {
  readonly adopted: object;
  readonly created?: object;
}

const isModule = (language: Language) => language === "esm";

/** The files of the project but its program, by path. */
export function projectFiles(
  language: Language,
  dependencies: Record<string, string>,
): Record<string, string> {
  const manifest = {
    name: "conformance",
    private: true,
    ...(isModule(language) && { type: "module" }),
    main: programName(language),
    dependencies,
  };
  const compilerOptions = { strict: true, target: "es2020", noEmit: true, types: ["node"] };
  const config = (module: string, moduleResolution: string, file: string) =>
    JSON.stringify({ compilerOptions: { ...compilerOptions, module, moduleResolution }, files: [file] });
  return {
    // As `pulumi new` writes it, in whichever language.
    "Pulumi.yaml": `name: conformance\ndescription: An installed package, tried in ${languageNames[language]}.\nruntime: nodejs\n`,
    "package.json": JSON.stringify(manifest, null, 2),
    ...(language === "typescript" && { "tsconfig.json": config("commonjs", "node", "index.ts") }),
    "types/check.ts": typeCheck,
    "types/tsconfig.node.json": config("commonjs", "node", "check.ts"),
    "types/tsconfig.nodenext.json": config("nodenext", "nodenext", "check.ts"),
    ...clientScript(language),
  };
}

/** Name of the program's file. */
export const programName = (language: Language) => (language === "typescript" ? "index.ts" : "index.js");

/** The text of the program. */
export function programText(language: Language, { adopted, created }: Desks): string {
  const head = {
    typescript:
      'import { version } from "@pulumi/pulumi/version";\nimport * as carecycle from "pulumi-carecycle";\n',
    javascript:
      '"use strict";\nconst { version } = require("@pulumi/pulumi/version");\nconst carecycle = require("pulumi-carecycle");\n',
    esm: 'import { version } from "@pulumi/pulumi/version.js";\nimport { TransferConfig } from "pulumi-carecycle";\n',
  }[language];
  const type = language === "esm" ? "TransferConfig" : "carecycle.TransferConfig";
  const output = (name: string, value: string) =>
    language === "javascript" ? `exports.${name} = ${value};` : `export const ${name} = ${value};`;
  const desk = (name: string, args: object) =>
    `const ${name} = new ${type}("${name}", ${JSON.stringify(args)});`;
  const lines = [
    desk("adopted", adopted),
    output("account", "adopted.clientId"),
    ...(created
      ? [desk("created", created), output("id", "created.id"), output("sip", "created.sipHeaders")]
      : []),
    output("node", "process.versions.node"),
    output("sdk", "version"),
  ];
  return `${head}${lines.join("\n")}\n`;
}

/** The file of a script that uses the client alone. It prints the name of the config that it is given. */
export const clientName = (language: Language) => (isModule(language) ? "client.mjs" : "client.cjs");

function clientScript(language: Language): Record<string, string> {
  const names = "{ CareCycleClient, NotFoundError }";
  const from = "pulumi-carecycle/client";
  const head = isModule(language)
    ? `import ${names} from "${from}";`
    : `const ${names} = require("${from}");`;
  const body = `
const [id, baseUrl] = process.argv.slice(2);
const client = new CareCycleClient({ apiKey: process.env.CARECYCLE_API_KEY, baseUrl });
client.getTransferConfig(id).then(
  ({ name }) => console.log(name),
  (error) => console.log(error instanceof NotFoundError ? "not found" : error),
);
`;
  return { [clientName(language)]: head + body };
}

// Each expectation fails to compile where the types are `any`, as they are where they are not found.
const typeCheck = `import * as pulumi from "@pulumi/pulumi";
import * as carecycle from "pulumi-carecycle";
import { CareCycleClient, NotFoundError } from "pulumi-carecycle/client";

const args: carecycle.TransferConfigArgs = {
  name: pulumi.output("Desk"),
  type: "sip",
  sipUri: null,
  dynamicOptions: { headers: { authorization: pulumi.secret("x") } },
};
const desk = new carecycle.TransferConfig("desk", args, { protect: true });
export const id: pulumi.Output<string> = desk.id;
export const got: pulumi.Output<string> = carecycle.getTransferConfigOutput({ id: desk.id }).name;
// @ts-expect-error: no such kind of transfer
new carecycle.TransferConfig("wrong", { name: "Desk", type: "telepathy" });
// @ts-expect-error: no such field
new carecycle.TransferConfig("wrong", { nam: "Desk" });
// @ts-expect-error: not a number
export const wrong: pulumi.Output<number> = desk.id;

const client = new CareCycleClient({ apiKey: "cc_example" });
export const name: Promise<string | undefined> = client.getTransferConfig("x").then((config) => config.name);
// @ts-expect-error: the key is needed
new CareCycleClient({});
export const path = (error: NotFoundError): string => error.request.path;
`;
