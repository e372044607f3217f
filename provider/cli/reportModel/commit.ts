// Pure: which commit a report is of, as the CI that runs the command tells it in the environment.

/**
 * In this order. Of a pull request, GITHUB_SHA and BUILD_SOURCEVERSION are the merge of the branch into its base: that is
 * what was checked out and so what was previewed, while the head of the branch alone may never have been.
 */
const variables = [
  "GITHUB_SHA",
  "CI_COMMIT_SHA",
  "BUILD_SOURCEVERSION",
  "BITBUCKET_COMMIT",
  "CIRCLE_SHA1",
  "GIT_COMMIT",
] as const;

/** The commit that CI names, or null. What isn't a hash is not taken: some CIs put a branch or a changeset's number there. */
export function commitOf(env: NodeJS.ProcessEnv): string | null {
  const found = variables
    .map((name) => env[name]?.trim() ?? "")
    .find((text) => /^[0-9a-f]{7,64}$/i.test(text));
  return found?.toLowerCase() ?? null;
}
