// Jest sequencer: the folders whose specs run whole engines first, so that no long one is left for the end when
// a fresh checkout has no timings to go by.
const { default: Sequencer } = require("@jest/test-sequencer");

const isLong = ({ path }) => /[\\/]test[\\/](e2e|engine|states)[\\/]/.test(path);

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
