const { availableParallelism } = require("node:os");

/** @type {import("jest").Config} */
module.exports = {
  // The example of unit tests is run as it stands.
  roots: ["<rootDir>/test", "<rootDir>/examples/unit-tests"],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  testTimeout: 120_000,
  // More than there are cores: an engine's run is a chain of processes, and some specs wait for a quota's window or a retry.
  maxWorkers: availableParallelism() + 2,
  testSequencer: "<rootDir>/test/sequencer.js",
  moduleNameMapper: {
    "^fast-check$": "<rootDir>/test/support/fastCheck.cjs",
    "^[.][.]/locales/index[.]cjs$": "<rootDir>/test/support/zodLocales.cjs",
  },
  reporters: ["default", "<rootDir>/test/summary.js"],
  transform: {
    "\\.[cm]?[jt]s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2023" }, module: { type: "commonjs" } },
    ],
  },
  // node-fetch and what it is made of are published as ES modules only.
  transformIgnorePatterns: [
    "node_modules/(?!(node-fetch|fetch-blob|data-uri-to-buffer|formdata-polyfill|proxy-from-env)/)",
  ],
};
