// Pure: the files of a new project.
import slugify from "slugify";
import { type Forge, forges } from "./forges";
import { indexWith } from "./indexFile";

/** Files of examples/gitops by path, as the package holds them. */
export type Templates = Readonly<Record<string, string>>;

/** What a project is made of. */
export interface ProjectOptions {
  /** Name of the folder: the project is named after it. */
  readonly folder: string;
  readonly forge: Forge;
  /** What package.json asks of this package: a range, or a file. */
  readonly dependency: string;
}

const program = `// The transfer configs of this project are declared in configs/, and imported here.
// \`pulumi preview\` shows what an update would send; \`pulumi up\` sends it. README.md says how to begin.
import "./configs";
`;

/** The files by path. */
export function projectFiles({ folder, forge, dependency }: ProjectOptions, templates: Templates): Templates {
  const name = slugify(folder, { lower: true, strict: true }) || "transfer-configs";
  const manifest = JSON.parse(templates["package.json"] ?? "{}") as { dependencies?: object };
  const own = {
    ...manifest,
    name,
    dependencies: { ...manifest.dependencies, "pulumi-carecycle": dependency },
  };
  return {
    "Pulumi.yaml": `name: ${name}\ndescription: careCycle transfer configs under code.\nruntime: nodejs\n`,
    "package.json": `${JSON.stringify(own, null, 2)}\n`,
    "index.ts": program,
    "configs/index.ts": indexWith(undefined, []) ?? "",
    "README.md": readme(name, forge),
    ...Object.fromEntries(Object.entries(templates).filter(([path]) => belongs(path, forge))),
  };
}

/** Whether a project of the forge gets this file of the templates. */
function belongs(path: string, forge: Forge): boolean {
  if (path === ".gitignore" || path === "tsconfig.json") return true;
  if (forge === "none" || path === "package.json") return false;
  // The name of a forge stands in the paths of its files.
  return !forges.some((other) => other !== forge && path.includes(other));
}

/** The commands that lead from a new project to its first preview. */
export const nextSteps = [
  "npm install",
  "pulumi stack init production",
  "pulumi config set --secret carecycle:apiKey",
  "npx pulumi-carecycle adopt --discover --stack production --set-secrets --out configs",
  "pulumi preview",
] as const;

const docs = "https://github.com/pulumi-carecycle/pulumi-carecycle/blob/main";

function readme(name: string, forge: Forge): string {
  const automation =
    forge === "none"
      ? ""
      : `
## Review and drift

The workflows preview each ${forge === "github" ? "pull" : "merge"} request, update on merge, and look for drift every day. They need environments
with secrets, and Pulumi.production.yaml and package-lock.json committed:
${docs}/examples/gitops/README.md
`;
  return `# ${name}

careCycle transfer configs under code. To begin:

\`\`\`sh
${nextSteps.join("\n")}
\`\`\`

The fourth command finds the configs that campaigns use and writes a file for each into configs/. Each should then preview as
"already as declared, nothing will be sent". \`npx pulumi-carecycle doctor\` says what is missing where something does not work.
${automation}
Documentation: ${docs}/docs/README.md
`;
}
