// fast-check as in the tests, but without a search for the smallest failing value: that a mutant fails is all there is to know.
const fc = require("../../../test/support/fastCheck.cjs");

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });

module.exports = fc;
