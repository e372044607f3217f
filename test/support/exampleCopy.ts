// A copy of an example to run and to edit.
import * as fs from "node:fs/promises";
import * as path from "node:path";

const root = path.join(__dirname, "../..");

/** Copies an example into a new folder inside the checkout, so that its program finds packages in the node_modules above it. */
export async function copyExample(name: string, purpose = name): Promise<string> {
  await fs.mkdir(path.join(root, ".work"), { recursive: true });
  const folder = await fs.mkdtemp(path.join(root, `.work/${purpose}-`));
  await fs.cp(path.join(root, "examples", name), folder, {
    recursive: true,
    filter: (source) => !source.endsWith("node_modules"),
  });
  return folder;
}
