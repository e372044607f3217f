// The list of campaigns, page by page: all of it where pages can be trusted, and an end with a reason where they cannot.
import fc from "fast-check";
import type { Campaign, CampaignPage } from "../../../provider/api/client";
import { CareCycleError } from "../../../provider/api/errors";
import { listAllCampaigns } from "../../../provider/cli/usage/campaignPages";

const campaigns = (count: number): Campaign[] => Array.from({ length: count }, (_, i) => ({ id: `c${i}` }));

/** An API of `all`, `size` a page, that numbers its pages from `base`. */
function paged(
  all: readonly Campaign[],
  size: number,
  base = 1,
  change: (page: CampaignPage, asked: number) => object = () => ({}),
) {
  const asked: (number | undefined)[] = [];
  const list = async (number?: number): Promise<CampaignPage> => {
    asked.push(number);
    if (asked.length > 50) throw new Error("it never ends");
    const at = (number ?? base) - base;
    const items = all.slice(at * size, (at + 1) * size);
    const isLast = (at + 1) * size >= all.length;
    const page = {
      itemsTotal: all.length,
      currentPage: at + base,
      nextPage: isLast ? null : at + base + 1,
      items,
    };
    return { ...page, ...change(page, number ?? base) };
  };
  return { list, asked };
}

test.each([0, 1])("every page is read once, numbered from %d, and nothing is left to say", async (base) => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 10 }),
      async (count, size) => {
        const { list, asked } = paged(campaigns(count), size, base);
        const { campaigns: found, requests, notRead, failed } = await listAllCampaigns(list);
        expect(found).toEqual(campaigns(count));
        expect(requests).toBe(Math.max(1, Math.ceil(count / size)));
        expect(asked).toEqual([undefined, ...Array.from({ length: requests - 1 }, (_, i) => i + 1 + base)]);
        expect([notRead, failed]).toEqual([[], false]);
      },
    ),
  );
});

test("either of nextPage and itemsTotal will do", async () => {
  for (const missing of ["nextPage", "itemsTotal"]) {
    const { list } = paged(campaigns(7), 3, 1, () => ({ [missing]: undefined }));
    expect(await listAllCampaigns(list)).toMatchObject({ campaigns: campaigns(7), notRead: [] });
  }
});

test("without both, a page of less than 50 is the last one", async () => {
  const unnumbered = () => ({ nextPage: undefined, itemsTotal: undefined });
  expect(await listAllCampaigns(paged(campaigns(120), 50, 1, unnumbered).list)).toMatchObject({
    requests: 3,
    notRead: [],
  });
  expect(await listAllCampaigns(paged(campaigns(3), 50, 1, unnumbered).list)).toMatchObject({
    requests: 1,
    notRead: [],
  });
});

test.each<[string, (page: CampaignPage, asked: number) => object]>([
  ["says another number", () => ({ currentPage: 1, items: campaigns(50) })],
  ["says none", (_, asked) => (asked > 1 ? { currentPage: undefined } : {})],
  [
    "shows the first page again under its number",
    (_, asked) => ({ items: campaigns(50), currentPage: asked }),
  ],
  ["shows only campaigns without an id", (_, asked) => ({ items: [{}, {}], currentPage: asked })],
])("where page 2 %s, the first page alone counts, which is said", async (_, change) => {
  const { list, asked } = paged(campaigns(120), 50, 1, (page, number) =>
    number > 1 ? change(page, number) : {},
  );
  const { campaigns: found, requests, notRead, failed } = await listAllCampaigns(list);
  expect(found).toEqual(campaigns(50));
  expect([requests, asked.length, failed]).toEqual([2, 2, false]);
  expect(notRead).toEqual([
    expect.stringMatching(/^only the first page \(the 50 newest campaigns of 120\) was read: /),
  ]);
});

test("an error of a later page keeps those before it; one of the first is the caller's", async () => {
  const refuse = async (page?: number): Promise<CampaignPage> => {
    if (page === 3) throw new CareCycleError("no");
    return paged(campaigns(120), 50).list(page);
  };
  expect(await listAllCampaigns(refuse)).toEqual({
    campaigns: campaigns(100),
    requests: 3,
    failed: true,
    notRead: ["only the first 2 pages (the 100 newest campaigns of 120) were read: page 3 no"],
  });
  await expect(listAllCampaigns(() => Promise.reject(new CareCycleError("no")))).rejects.toThrow("no");
});

test("campaigns that move to the next page while it is read count once, and those that vanish are said", async () => {
  const all = campaigns(5);
  const shifted = paged(all, 3, 1, (_, asked) => (asked === 2 ? { items: all.slice(2) } : {}));
  expect(await listAllCampaigns(shifted.list)).toMatchObject({ campaigns: all, notRead: [] });
  const vanished = paged(all, 3, 1, (_, asked) => (asked === 2 ? { items: all.slice(4) } : {}));
  const { campaigns: found, notRead } = await listAllCampaigns(vanished.list);
  expect(found).toHaveLength(4);
  expect(notRead).toEqual([expect.stringMatching(/counts 5 campaigns, and its pages showed 4/)]);
});

test("whatever the pages say, reading ends", async () => {
  const page = fc.record(
    {
      itemsTotal: fc.oneof(fc.integer({ min: -1, max: 100 }), fc.constant(Number.POSITIVE_INFINITY)),
      currentPage: fc.integer({ min: -1, max: 4 }),
      nextPage: fc.option(fc.integer({ min: -1, max: 5 })),
      items: fc.array(fc.record({ id: fc.constantFrom("a", "b", "c") }, { requiredKeys: [] }), {
        maxLength: 4,
      }),
    },
    { requiredKeys: ["items"] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 6 }), fc.boolean(), async (pages, echoes) => {
      let asked = 0;
      const listed = await listAllCampaigns(async (number) => {
        const answer = pages[asked++ % pages.length] as CampaignPage;
        return echoes && number !== undefined ? { ...answer, currentPage: number } : answer;
      });
      expect(listed.requests).toBe(asked);
      expect(asked).toBeLessThan(6);
    }),
    { numRuns: 500 },
  );
});

test("an API whose pages never end is left after 200 of them, and the report says so", async () => {
  let asked = 0;
  const endless = async (page = 1): Promise<CampaignPage> => {
    asked++;
    return { items: [{ id: `c${page}` }], currentPage: page, nextPage: page + 1, itemsTotal: 1e9 };
  };
  const { campaigns: found, requests, notRead, failed } = await listAllCampaigns(endless);
  expect([asked, requests, found.length, failed]).toEqual([200, 200, 200, false]);
  expect(notRead).toEqual([
    "only the first 200 pages (the 200 newest campaigns of 1000000000) were read: this command reads no more",
  ]);
});
