// The format of a file by its name.
import { formatOfFile, formats } from "../../provider/cli/formats";

test.each([
  ["report.md", "markdown"],
  ["REPORT.MD", "markdown"],
  ["report.json", "json"],
  ["report.html", "html"],
  ["report.xml", "junit"],
  ["report.sarif", "sarif"],
  ["report.sarif.json", "sarif"],
  ["report.txt", "text"],
  ["report", "text"],
  ["report.md.bak", "text"],
  ["reports.md/last", "text"],
])("%s is %s", (file, format) => {
  expect(formatOfFile(file)).toBe(format);
  expect(formats).toContain(format);
});
