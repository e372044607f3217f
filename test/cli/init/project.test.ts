// The files of a new project: named after its folder, with the workflows of its forge.
import type { Forge } from "../../../provider/cli/init/forges";
import { nextSteps, projectFiles } from "../../../provider/cli/init/project";

const manifest = {
  name: "gitops",
  private: true,
  dependencies: { "@pulumi/pulumi": "^3" },
  devDependencies: { tsx: "1" },
};
const templates = {
  ".gitignore": "node_modules\n",
  "tsconfig.json": "{}\n",
  "package.json": JSON.stringify(manifest),
  ".github/workflows/preview.yml": "of GitHub",
  "scripts/github.cjs": "of GitHub's scripts",
  ".gitlab-ci.yml": "of GitLab",
  "scripts/gitlab.cjs": "of GitLab's scripts",
  "scripts/preview.sh": "of both",
};
const project = (forge: Forge, folder = "Front Desks!") =>
  projectFiles({ folder, forge, dependency: "^1.2.3" }, templates);

const common = [
  ".gitignore",
  "Pulumi.yaml",
  "README.md",
  "configs/index.ts",
  "index.ts",
  "package.json",
  "tsconfig.json",
];

test.each<[Forge, string[]]>([
  ["none", []],
  ["github", [".github/workflows/preview.yml", "scripts/github.cjs", "scripts/preview.sh"]],
  ["gitlab", [".gitlab-ci.yml", "scripts/gitlab.cjs", "scripts/preview.sh"]],
])("with the forge %s it has these files more: %j", (forge, more) => {
  const files = project(forge);
  expect(Object.keys(files).sort()).toEqual([...common, ...more].sort());
  for (const path of [...more, ".gitignore", "tsconfig.json"])
    expect(files[path]).toBe(templates[path as keyof typeof templates]);
});

test.each<[string, string, Forge]>([
  ["Front Desks!", "front-desks", "none"],
  ["Über", "uber", "github"],
  ["???", "transfer-configs", "gitlab"],
])("a folder %s makes a project %s", (folder, name, forge) => {
  const files = project(forge, folder);
  expect(files["Pulumi.yaml"]).toBe(
    `name: ${name}\ndescription: careCycle transfer configs under code.\nruntime: nodejs\n`,
  );
  expect(JSON.parse(files["package.json"] ?? "")).toEqual({
    ...manifest,
    name,
    dependencies: { ...manifest.dependencies, "pulumi-carecycle": "^1.2.3" },
  });
  expect(files["README.md"]).toMatch(new RegExp(`^# ${name}\n`));
});

test("package.json is one that people can read and edit", () => {
  expect(project("none")["package.json"]).toMatch(/^\{\n {2}"name": "front-desks",\n.*\n\}\n$/s);
});

test("the program imports a folder that is a module before any config is in it", () => {
  const files = project("none");
  expect(files["index.ts"]).toMatch(/^\/\/ .*\n\/\/ .*\nimport "\.\/configs";\n$/);
  expect(files["configs/index.ts"]).toMatch(/\nexport \{\};\n$/);
});

test("the README has the steps to the first preview, in a block that a shell takes", () => {
  expect(nextSteps).toEqual([
    "npm install",
    "pulumi stack init production",
    "pulumi config set --secret carecycle:apiKey",
    "npx pulumi-carecycle adopt --discover --stack production --set-secrets --out configs",
    "pulumi preview",
  ]);
  expect(project("none")["README.md"]).toContain(`\n\`\`\`sh\n${nextSteps.join("\n")}\n\`\`\`\n`);
});

test.each<[Forge, string | undefined]>([
  ["github", "pull request"],
  ["gitlab", "merge request"],
  ["none", undefined],
])("the README for the forge %s speaks of each %s", (forge, request) => {
  const text = project(forge)["README.md"];
  if (request === undefined) {
    expect(text).not.toMatch(/request|## Review/);
    expect(text).toMatch(/does not work\.\n\nDocumentation: \S+\/docs\/README\.md\n$/);
  } else
    expect(text).toMatch(
      new RegExp(
        `does not work\\.\n\n## Review and drift\n\nThe workflows preview each ${request}, .*/examples/gitops/README\\.md\n\nDocumentation: `,
        "s",
      ),
    );
});
