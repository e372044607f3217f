// The folders and specs of test/ that the command asks about a mutant; Stryker's processes inherit them.
const folders = (text = "") => text.split(" ").filter((folder) => folder !== "");

module.exports = {
  own: folders(process.env.MUTATION_OWN_TESTS),
  others: folders(process.env.MUTATION_OTHER_TESTS),
};
