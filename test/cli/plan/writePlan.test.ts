// The file of a plan, and what is told of it.
import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import type { CliContext } from "../../../provider/cli/cliContext";
import { writePlan } from "../../../provider/cli/plan/writePlan";
import type { Review } from "../../../provider/cli/reportModel/report";
import { failure } from "../../support/fixture";
import { temporaryPlan } from "../../support/planFile";

const file = temporaryPlan();
const request = (name: string) => ({ method: "PATCH", path: `/v2/x/${name}`, body: { name: "New\u202e" } });

/** A review of configs with these names, each with a PATCH. */
function reviewOf(
  built: readonly { name: string; isRead?: boolean; refused?: boolean; needsRefresh?: boolean }[],
) {
  return {
    api: { baseUrl: null, clientId: null },
    built: built.map(({ name, isRead = true, refused = false, needsRefresh = false }) => ({
      resource: { urn: `urn:pulumi:test::desks::t::${name}`, name, requests: [request(name)] },
      basis: { live: {}, code: {}, isRead },
      refused,
      needsRefresh,
    })),
  } as unknown as Review;
}

/** Writes the plan of a review; returns what was told. */
async function write(review: Review, path = file): Promise<string> {
  let told = "";
  const stderr = { write: (text: string) => (told += text) };
  await writePlan(path, review, { stderr } as unknown as CliContext);
  return told;
}

test("a plan is its owner's alone, and its file holds nothing else", async () => {
  writeFileSync(file, "longer than what comes".repeat(1000));
  chmodSync(file, 0o644);
  expect(await write(reviewOf([{ name: "desk" }]))).toBe(`The plan in ${file} holds 1 write.\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = readFileSync(file, "utf8");
  expect(text).toMatch(/^\{\n {2}"\$schema": "urn:pulumi-carecycle:plan:1",\n.*\n\}\n$/s);
  // No control character reaches a terminal that shows the file.
  expect(text).toContain('"New\\u202e"');
  expect(JSON.parse(text).writes[0].body[0].value).toBe("New\u202e");
  expect(Math.abs(Date.parse(JSON.parse(text).createdAt) - Date.now())).toBeLessThan(60_000);
});

test("what an update under the plan stops at is told, for each reason with its configs", async () => {
  const built = [
    { name: "a", isRead: false },
    { name: "b", isRead: false, refused: true },
    { name: "c", needsRefresh: true },
    { name: "d", refused: true, needsRefresh: true },
    { name: "e\n" },
  ];
  expect(await write(reviewOf(built))).toBe(
    [
      `The plan in ${file} holds 3 writes.`,
      "It lacks the writes to a, b, whose live values were not read: an update under this plan stops there.",
      "An update fails at b, d, with this plan or without: the report says why.",
      "An update without --refresh stops at c, d or passes over it, because the live config changed or is gone.\n",
    ].join(" "),
  );
  expect(await write(reviewOf([{ name: "e\n", refused: true }]))).toMatch(/^[^\n]* at e , with[^\n]*\n$/);
});

test("a file that cannot be written is named, with the reason", async () => {
  const path = `${file}/plan.json`;
  expect(await failure(write(reviewOf([]), path))).toMatchObject({
    name: "CliError",
    message: `cannot write ${path}: ENOTDIR`,
  });
});
