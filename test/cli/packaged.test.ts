// What the built package holds besides scripts.
import { packaged } from "../../provider/cli/packaged";

test("the messages that the documentation quotes, and the files of new projects", () => {
  expect(packaged<string[]>("troubleshooting.json")).toContain("pulumi-carecycle: FILE is not JSON");
  expect(packaged<Record<string, string>>("init/templates.json")).toHaveProperty([".gitlab-ci.yml"]);
});
