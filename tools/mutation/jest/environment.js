// Jest environment: once a test has failed, the rest of its file is left out, since a mutant dies but once. So are specs
// that run whole engines.
const { TestEnvironment } = require("jest-environment-node");

const isMutant = () => process.env.__STRYKER_ACTIVE_MUTANT__ !== undefined;

const runsEngine = /^on the \S+ engine$/;

/** Marks every test below as left out. */
function leaveOut(block) {
  block.mode = "skip";
  for (const child of block.children ?? []) leaveOut(child);
}

/** Leaves out what runs whole engines. */
function leaveOutEngines(block) {
  for (const child of block.children) {
    if (child.type !== "describeBlock") continue;
    if (runsEngine.test(child.name)) leaveOut(child);
    else leaveOutEngines(child);
  }
}

module.exports = class MutationEnvironment extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent(event, state) {
    if (event.name === "run_start") {
      leaveOutEngines(state.rootDescribeBlock);
      // A promise that a mutant never keeps is noticed, and soon.
      if (isMutant()) state.testTimeout = 10_000;
    }
    if (event.name === "test_done" && event.test.errors.length > 0) this.#hasFailed = true;
    if (event.name === "test_start" && this.#hasFailed && isMutant()) event.test.mode = "skip";
  }
};
