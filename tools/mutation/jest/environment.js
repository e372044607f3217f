// Jest environment: once a test has failed, the rest of its file is left out, since a mutant dies but once. So is always
// what takes long.
const { TestEnvironment } = require("jest-environment-node");

const isMutant = () => process.env.__STRYKER_ACTIVE_MUTANT__ !== undefined;

/** Specs that run whole engines. */
const runsEngine = /^on the \S+ engine$/;

/** Texts of megabytes show that something is quick. A mutant that is not would be waited for, again and again. */
const isHuge = /\b\d+ MB\b/;

/** Marks every test below as left out. */
function leaveOut(block) {
  block.mode = "skip";
  for (const child of block.children ?? []) leaveOut(child);
}

/** Leaves out what takes long. */
function leaveOutSlow(block) {
  for (const child of block.children) {
    const isTest = child.type === "test";
    if ((isTest ? isHuge : runsEngine).test(child.name)) leaveOut(child);
    else if (!isTest) leaveOutSlow(child);
  }
}

module.exports = class MutationEnvironment extends TestEnvironment {
  #hasFailed = false;

  handleTestEvent(event, state) {
    if (event.name === "run_start") {
      leaveOutSlow(state.rootDescribeBlock);
      // A promise that a mutant never keeps is noticed, and soon.
      if (isMutant()) state.testTimeout = 10_000;
    }
    if (event.name === "test_done" && event.test.errors.length > 0) this.#hasFailed = true;
    if (event.name === "test_start" && this.#hasFailed && isMutant()) event.test.mode = "skip";
  }
};
