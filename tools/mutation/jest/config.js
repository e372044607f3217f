// Jest as a mutant meets it: the tests of one part of the package that run in this process, and no engine.
const path = require("node:path");
const shared = require("../../../jest.config.js");

const { maxWorkers: _, testSequencer: _sequencer, reporters: _reporters, ...config } = shared;
const folders = require("./folders.js");

/** @type {import("jest").Config} */
module.exports = {
  ...config,
  rootDir: path.join(__dirname, "../../.."),
  roots: ["<rootDir>/test"],
  testMatch: [...folders.own, ...folders.others].flatMap((name) => [
    `<rootDir>/test/${name}/**/*.test.ts`,
    `<rootDir>/test/${name}.test.ts`,
  ]),
  // What starts processes: it takes long, and its coverage is not seen from here.
  testPathIgnorePatterns: [
    "/test/program/loading\\.",
    "/test/cli/commands/(completion|drift|import|unreadable)\\.",
  ],
  moduleNameMapper: { "^fast-check$": path.join(__dirname, "fastCheck.cjs") },
  testEnvironment: path.join(__dirname, "environment.js"),
  runner: path.join(__dirname, "runner.js"),
};
