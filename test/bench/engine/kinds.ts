// What is measured beside what: three programs that declare as many resources with the same four inputs.
import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Component resources (the engine's own cost), a dynamic provider that does nothing, and transfer configs. */
export const kinds = ["floor", "noop", "ours"] as const;
export type Kind = (typeof kinds)[number];

/** How tables call them. */
export const titles: Record<Kind, string> = {
  floor: "components",
  noop: "do-nothing provider",
  ours: "TransferConfig",
};

const header = `import * as pulumi from "@pulumi/pulumi";

interface Args {
  name: pulumi.Input<string>;
  type: pulumi.Input<string>;
  directPhoneNumber: pulumi.Input<string>;
  warmTransfer: pulumi.Input<boolean>;
}
`;

const heads: Record<Kind, string> = {
  floor: `${header}
class Desk extends pulumi.ComponentResource {
  constructor(name: string, args: Args) {
    super("bench:index:Desk", name, args);
  }
}`,
  noop: `${header}
const provider = 'exports.handler = () => require("bench-noop").provider;';

class Desk extends pulumi.CustomResource {
  constructor(name: string, args: Args) {
    super("pulumi-nodejs:dynamic/bench:Desk", name, { ...args, __provider: provider });
  }
}`,
  ours: `import { TransferConfig as Desk } from "pulumi-carecycle";`,
};

const noop = `exports.provider = {
  check: async (olds, news) => ({ inputs: news }),
  diff: async () => ({}),
  create: async (inputs) => ({ id: inputs.name, outs: inputs }),
  read: async (id, props) => ({ id, props }),
  update: async (id, olds, news) => ({ outs: news }),
  delete: async () => {},
};
`;

const tsconfig = {
  compilerOptions: {
    target: "ES2023",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
  },
  files: ["index.ts"],
};

/** Writes a Pulumi project of this kind as a user would have it, without a program yet. */
export async function writeProject(folder: string, kind: Kind): Promise<void> {
  const dependency = path.join(folder, "node_modules/bench-noop");
  await fs.mkdir(dependency, { recursive: true });
  const files = {
    "Pulumi.yaml": `name: bench-${kind}\nruntime:\n  name: nodejs\n  options:\n    typescript: true\n`,
    "package.json": JSON.stringify({ name: `bench-${kind}`, private: true, main: "index.ts" }),
    "tsconfig.json": JSON.stringify(tsconfig),
    "node_modules/bench-noop/index.js": noop,
  };
  for (const [name, text] of Object.entries(files)) await fs.writeFile(path.join(folder, name), text);
}

/** Writes the program: so many resources, whose names carry the version. */
export async function writeProgram(
  folder: string,
  kind: Kind,
  count: number,
  version: string,
): Promise<void> {
  await fs.writeFile(
    path.join(folder, "index.ts"),
    `${heads[kind]}

for (let i = 0; i < ${count}; i++) {
  new Desk(\`desk-\${i}\`, {
    name: \`Desk \${i} ${version}\`,
    type: "direct",
    directPhoneNumber: \`+1555\${String(i).padStart(7, "0")}\`,
    warmTransfer: true,
  });
}
`,
  );
}
