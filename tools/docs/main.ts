// `npm run docs`: writes the pages and tables that come from the code. With --check, fails where one is stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reference, referenceFolder } from "./reference";
import { root, writtenPages } from "./written";

async function main(check: boolean): Promise<void> {
  const files = new Map([...writtenPages(), ...(await reference())]);
  mkdirSync(join(root, referenceFolder), { recursive: true });
  const gone = readdirSync(join(root, referenceFolder)).filter(
    (name) => !files.has(join(referenceFolder, name)),
  );
  const stale = [...files].filter(([path, text]) => read(path) !== text).map(([path]) => path);
  const wrong = [...stale, ...gone.map((name) => join(referenceFolder, name))];
  if (!check) {
    for (const path of stale) writeFileSync(join(root, path), files.get(path) ?? "");
    for (const name of gone) rmSync(join(root, referenceFolder, name));
    console.log(wrong.length > 0 ? `written: ${wrong.join(", ")}` : "everything is up to date");
  } else if (wrong.length > 0) {
    console.error(`stale: ${wrong.join(", ")}. Run npm run docs, and commit what it writes.`);
    process.exitCode = 1;
  }
}

function read(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
}

main(process.argv.includes("--check")).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
