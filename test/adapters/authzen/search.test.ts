import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decisionService } from "./decision-service.js";

const library = `principal reader {
  shelves: List<String>
}

entity shelf
entity book in shelf {
  topic: String
  lent?: Bool
}

action look, take(days?: Int in 1..30), burn(reason: String) on book

policy books {

  rule readers_look
    allow reader to look

  rule readers_take
    allow reader to take
    when resource.topic in principal.shelves
    unless resource.lent ?? false

  rule nothing_is_burnt_without_a_word
    allow reader to burn
}
`;

const topics = ["art", "law", "war"];
const readers = Array.from({ length: 12 }, (_, index) => ({
  type: "reader",
  id: `r${index}`,
  properties: { shelves: topics.filter((_, place) => (index >> place) % 2 === 1) },
}));
const books = Array.from({ length: 20 }, (_, index) => ({
  type: "book",
  id: `b${index}`,
  properties: { topic: topics[index % 3], ...(index % 5 === 0 && { lent: true }) },
}));
const pdp = decisionService(library, { known: [...readers, ...books] });

interface Found {
  readonly page?: { readonly next_token: string; readonly count: number };
  readonly results: readonly { readonly type?: string; readonly id?: string; readonly name?: string }[];
}

async function search(kind: string, request: object): Promise<Found> {
  const { status, body } = await pdp.post(`/access/v1/search/${kind}`, request);
  expect(status).toBe(200);
  return body;
}

/** All results, page by page. */
async function pages(kind: string, request: object, limit: number) {
  const results = [];
  let token: string | undefined;
  do {
    const page = token === undefined ? { limit } : { token };
    const found = await search(kind, { ...request, page });
    expect(found.results.length).toBeLessThanOrEqual(limit);
    expect(found.page?.count).toBe(found.results.length);
    results.push(...found.results);
    token = found.page?.next_token;
  } while (token !== "");
  return results;
}

const parties = {
  subject: fc.constantFrom(
    ...readers.map(({ type, id }) => ({ type, id })),
    { type: "reader", id: "none", properties: { shelves: ["art"] } },
    { type: "book", id: "b1" },
  ),
  action: fc.constantFrom("look", "take", "burn", "none").map((name) => ({ name })),
  resource: fc.constantFrom(
    ...books.map(({ type, id }) => ({ type, id })),
    { type: "book", id: "new", properties: { topic: "law" } },
    { type: "shelf", id: "s" },
  ),
};

describe("searches", () => {
  const kinds = ["subject", "resource", "action"] as const;
  const candidates = {
    subject: readers.map(({ type, id }) => ({ type, id })),
    resource: books.map(({ type, id }) => ({ type, id })),
    action: ["burn", "look", "take"].map((name) => ({ name })),
  };

  it("search-is-filter-by-evaluation", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.record(parties),
      async (kind, request) => {
        const allowed = [];
        for (const candidate of candidates[kind]) {
          const { body } = await pdp.post("/access/v1/evaluation", { ...request, [kind]: candidate });
          if (body.decision) allowed.push(candidate);
        }
        const asked = { subject: { type: "reader" }, resource: { type: "book" }, action: undefined }[kind];
        const { results } = await search(kind, { ...request, [kind]: asked });
        const sorted = [...allowed].sort((left, right) =>
          JSON.stringify(left) < JSON.stringify(right) ? -1 : 1,
        );
        expect(results).toEqual(sorted);
      },
    );
    await fc.assert(property, { seed: 20261122, numRuns: 30 });
  });

  it("pages-are-the-whole", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.record(parties),
      fc.integer({ min: 1, max: 25 }),
      async (kind, request, limit) => {
        const { results, page } = await search(kind, request);
        expect(page).toBeUndefined();
        expect(await pages(kind, request, limit)).toEqual(results);
      },
    );
    await fc.assert(property, { seed: 20261122, numRuns: 30 });
  });

  it("list an action where it is allowed as it stands: without the arguments that it needs it is not", async () => {
    const { results } = await search("action", {
      subject: { type: "reader", id: "r1" },
      resource: { type: "book", id: "b3" },
    });
    expect(results).toEqual([{ name: "look" }, { name: "take" }]);
  });
});

describe("pages", () => {
  const request = {
    subject: { type: "reader", id: "r7" },
    action: { name: "look" },
    resource: { type: "book" },
  };
  const begin = (page: object) => search("resource", { ...request, page });

  it("are the same for the same request", async () => {
    expect(await begin({ limit: 3 })).toEqual(await begin({ limit: 3 }));
  });

  it("of no results say whether there are some", async () => {
    const { page, results } = await begin({ limit: 0 });
    expect({ count: page?.count, results }).toEqual({ count: 0, results: [] });
    expect(page?.next_token).not.toBe("");
  });

  it("are no larger than the server allows, also where none is asked for", async () => {
    const small = decisionService(library, { known: books, pageSize: 4 });
    const ask = async (page?: object) =>
      (await small.post("/access/v1/search/resource", { ...request, page })).body;
    const first = await ask();
    expect([first.page.count, first.results.length]).toEqual([4, 4]);
    expect((await ask({ limit: 100 })).results).toEqual(first.results);
    expect((await ask({ token: first.page.next_token })).results).toHaveLength(4);
  });

  const others: readonly (readonly [string, { readonly [member: string]: object }])[] = [
    ["another subject", { subject: { type: "reader", id: "r8" } }],
    ["another action", { action: { name: "take" } }],
    ["another type", { resource: { type: "reader" } }],
    ["another context", { context: { now: "2026-01-01T00:00:00Z" } }],
    ["another actor", { actor: { type: "reader", id: "r8" } }],
    ["another limit", { page: { limit: 4 } }],
  ];

  it.each(others)("are not begun with %s", async (_, other) => {
    const token = (await begin({ limit: 3 })).page?.next_token;
    const asked = { ...request, ...other, page: { ...other.page, token } };
    expect((await pdp.post("/access/v1/search/resource", asked)).status).toBe(400);
    const same = await pdp.post("/access/v1/search/resource", { ...request, page: { limit: 3, token } });
    expect(same.status).toBe(200);
  });

  it("token-of-another-search-is-400: a token is of use for its search alone", async () => {
    const token = (await begin({ limit: 3 })).page?.next_token ?? "";
    const forged = fc.oneof(
      fc.string(),
      fc.nat({ max: token.length - 2 }).map((end) => token.slice(0, end)),
      fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
      fc
        .tuple(fc.constant("x".repeat(22)), fc.integer(), fc.string())
        .map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
    );
    const property = fc.asyncProperty(forged, async (other) => {
      const asked = { ...request, page: { token: other } };
      expect((await pdp.post("/access/v1/search/resource", asked)).status).toBe(400);
    });
    await fc.assert(property, { seed: 20261122, numRuns: 100 });
    const elsewhere = {
      subject: { type: "reader" },
      action: request.action,
      resource: books[0],
      page: { token },
    };
    expect((await pdp.post("/access/v1/search/subject", elsewhere)).status).toBe(400);
  });
});

describe("without entities", () => {
  const bare = decisionService(library);

  it("actions can be searched for, and nothing else", async () => {
    const asked = { subject: readers[1], resource: books[3] };
    expect((await bare.post("/access/v1/search/action", asked)).body.results).toEqual([
      { name: "look" },
      { name: "take" },
    ]);
    for (const kind of ["subject", "resource"])
      expect(
        (await bare.post(`/access/v1/search/${kind}`, { ...asked, action: { name: "look" } })).status,
      ).toBe(404);
  });
});
