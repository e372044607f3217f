// Pure: whether a version is in a range of the kind that package.json files have for minimum versions.

/** Whether a version such as `v20.19.1` is in a range such as `>=20.19` or `>=20 || >=22.3`. What is no such range is met. */
export function satisfies(version: string, range: string): boolean {
  const found = numbersOf(version);
  if (found === undefined) return false;
  return range.split("||").some((alternative) => {
    const least = numbersOf(/^\s*>=\s*(\S+)/.exec(alternative)?.[1] ?? "");
    return least === undefined || compare(found, least) >= 0;
  });
}

type Numbers = readonly [number, number, number];

function numbersOf(version: string): Numbers | undefined {
  const [, major, minor = "0", patch = "0"] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

function compare(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
