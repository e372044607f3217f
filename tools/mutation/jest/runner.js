// Jest runner: under a mutant, runs the files that hold tests which reach it, the likeliest and quickest first, and stops at
// the first that fails. (Stryker names the tests but not their files, and Jest's own `bail` does not work for it.)
const fs = require("node:fs");
const path = require("node:path");
const { default: TestRunner } = require("jest-runner");
const { own } = require("./folders.js");

/** Files that killed a mutant before, the last first: what notices one mutant of a source file often notices its neighbours. */
let killers = [];

module.exports = class MutationRunner extends TestRunner {
  #config;
  #failed = false;
  /** Names of tests by file, as the run without mutants found them, and how long each file took. */
  #found = {};

  constructor(globalConfig, context) {
    super(globalConfig, context);
    this.#config = globalConfig;
    this.on("test-file-failure", () => {
      this.#failed = true;
    });
    this.on(
      "test-file-success",
      ([{ path: file }, { numFailingTests, testResults, testExecError, perfStats }]) => {
        if (numFailingTests > 0 || testExecError) this.#failed = true;
        this.#found[file] = { names: testResults.map(({ fullName }) => fullName), ms: perfStats.runtime };
      },
    );
  }

  async runTests(tests, watcher, options) {
    const notes = path.join(this.#config.rootDir, ".work/mutation-tests.json");
    if (process.env.__STRYKER_ACTIVE_MUTANT__ === undefined) {
      await super.runTests(tests, watcher, options);
      fs.mkdirSync(path.dirname(notes), { recursive: true });
      fs.writeFileSync(notes, JSON.stringify(this.#found));
      return;
    }
    for (const test of this.#select(tests, JSON.parse(fs.readFileSync(notes, "utf8")))) {
      await super.runTests([test], watcher, options);
      if (!this.#failed) continue;
      killers = [test.path, ...killers.filter((file) => file !== test.path)].slice(0, 5);
      return;
    }
  }

  #select(tests, notes) {
    const { rootDir, testNamePattern } = this.#config;
    const isOf = (file, name) => {
      const place = path.join(rootDir, "test", name);
      return file.startsWith(place + path.sep) || file === `${place}.test.ts`;
    };
    const isOwn = (file) => own.some((name) => isOf(file, name));
    // A mutant in what runs while modules load is reached by no test in particular.
    const reaches = testNamePattern
      ? (file) => notes[file]?.names.some((name) => new RegExp(testNamePattern, "i").test(name))
      : isOwn;
    const lateness = (file) => (killers.includes(file) ? killers.indexOf(file) : killers.length);
    const ms = (file) => notes[file]?.ms ?? 0;
    return tests
      .filter(({ path: file }) => reaches(file))
      .sort(
        ({ path: a }, { path: b }) =>
          lateness(a) - lateness(b) || Number(isOwn(b)) - Number(isOwn(a)) || ms(a) - ms(b),
      );
  }
};
