// The reference of the package's API: TypeDoc's markdown of what it exports, one page for each entry point.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./written";

/** Folder of the reference. */
export const referenceFolder = "docs/reference";

const entryPoints = { "program.md": "provider/index.ts", "client.md": "provider/api/client.ts" };

/** Titles of the pages, in TypeDoc's output their modules' names. */
const titles = {
  "program.md": "pulumi-carecycle",
  "client.md": "pulumi-carecycle/client",
};

/** The pages by path. */
export async function reference(): Promise<[path: string, text: string][]> {
  const pages = Object.entries(entryPoints).map(async ([name, entryPoint]) => {
    const text = await markdownOf(entryPoint, titles[name as keyof typeof titles]);
    return [join(referenceFolder, name), text] as [string, string];
  });
  return [[join(referenceFolder, "README.md"), index], ...(await Promise.all(pages))];
}

const index = `# Reference

Generated from the code by \`npm run docs\`.

- [\`pulumi-carecycle\`](program.md): the resource, its arguments and outputs, and what reads a config without managing it
- [\`pulumi-carecycle/client\`](client.md): the client of the API, and its errors
- [Fields](fields.md): type, limits, null, secrecy and an example of each field
- \`pulumi-carecycle/report.schema.json\`: the JSON Schema of \`--format json\`
- [Commands](commands.md): the help of each command of \`npx pulumi-carecycle\`
`;

async function markdownOf(entryPoint: string, title: string): Promise<string> {
  // An ES module, loaded here so that the tables do not wait for it.
  const { Application } = await import("typedoc");
  const out = mkdtempSync(join(tmpdir(), "reference-"));
  try {
    const options = {
      plugin: ["typedoc-plugin-markdown"],
      entryPoints: [join(root, entryPoint)],
      tsconfig: join(root, "provider/tsconfig.json"),
      skipErrorChecking: true,
      disableSources: true,
      // What a class has from Error or CustomResource is in their own references.
      excludeExternals: true,
      excludePrivate: true,
      sort: ["source-order" as const],
      // Named, because TypeDoc empties the folder that it writes to: by default, docs.
      out,
      readme: "none",
      name: title,
      logLevel: "Error" as const,
    };
    const forMarkdown = {
      outputFileStrategy: "modules",
      entryFileName: "page",
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useCodeBlocks: true,
      parametersFormat: "table",
      interfacePropertiesFormat: "table",
      classPropertiesFormat: "table",
      typeAliasPropertiesFormat: "table",
    };
    const app = await Application.bootstrapWithPlugins({ ...options, ...(forMarkdown as object) });
    const project = await app.convert();
    if (!project) throw new Error(`TypeDoc could not read ${entryPoint}`);
    await app.generateOutputs(project);
    return `${readFileSync(join(out, "page.md"), "utf8").trim()}\n`;
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
