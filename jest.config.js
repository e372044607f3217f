/** @type {import("jest").Config} */
module.exports = {
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testEnvironment: "node",
  testTimeout: 120_000,
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
