// Where a project's repository is kept: whose workflows it gets.

export const forges = ["github", "gitlab", "none"] as const;
export type Forge = (typeof forges)[number];
