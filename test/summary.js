// Jest reporter: leaves the run's own counts in the file that JEST_SUMMARY_FILE names, for .ci/run to print last.
const fs = require("node:fs");

module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.JEST_SUMMARY_FILE;
    if (!file) return;
    // A suite that could not even start has failed as surely as a test.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : "";
    fs.writeFileSync(file, `${results.numPassedTests} passed, ${failed} failed${skipped}\n`);
  }
};
