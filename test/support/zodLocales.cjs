// In place of zod's texts in sixty languages, which every spec would load and none reads.
exports.en = require("zod/v4/locales/en.cjs").default;
