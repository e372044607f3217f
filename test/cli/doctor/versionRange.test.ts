// Which versions are in ranges such as package.json files have for minimum versions.
import { satisfies } from "../../../provider/cli/doctor/versionRange";

test.each([
  ["20.19.0", ">=20.19", true],
  ["v20.19.0", ">=20.19", true],
  ["20.18.9", ">=20.19", false],
  ["20.9.0", ">=20.19", false],
  ["21.0.0", ">=20.19", true],
  ["19.99.99", ">=20.19", false],
  ["9.0.0", ">=20", false],
  ["20.19.10", ">=20.19.9", true],
  ["20.19.2", ">=20.19.10", false],
  ["20.19.1", ">=20.19.1", true],
  ["3.100.0", ">=3.99.5", true],
  // What a version leaves out is 0.
  ["20", ">=20", true],
  ["20.19", ">=20.19.0", true],
  ["20", ">=20.0.1", false],
  // Of several ranges, one is enough; blanks are no obstacle.
  ["20.19.1", ">=22 || >=20.19.1", true],
  ["20.19.0", ">=22 || >=20.19.1", false],
  ["20.1.0", " >=  22|| >=20.1", true],
  ["3.216.5-alpha.1", ">=3.216 <4", true],
  // What is no such range is met.
  ["4.0.0", "workspace:*", true],
  ["4.0.0", "^3.1", true],
  ["4.0.0", "<3 >=99", true],
  ["4.0.0", "", true],
  // What is no version is in none.
  ["unknown", ">=3", false],
  ["unknown", "workspace:*", false],
  ["node-20.19.1", ">=3", false],
])("%s in %j: %s", (version, range, is) => {
  expect(satisfies(version, range)).toBe(is);
});
