import { afterEach, expect, test, vi } from "vitest";
import { groupItems } from "./palette-items";
import { scopeSearch } from "./scope-search";

const outside = {
  id: "2",
  name: "CARD_KEY",
  project: "other",
  environment: "staging",
  environmentName: "Staging",
};
const { signal } = new AbortController();
const search = scopeSearch({ project: "shop", environment: "production" });

function answerWith(secrets: readonly object[], endpoints: readonly object[], init?: ResponseInit) {
  const fetched = vi.fn(async (_url: string) =>
    Response.json({ items: secrets, next: null, endpoints, outside: [outside] }, init),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

const secret = { id: "1", name: "CARD_KEY", description: "Of the cards" };
const endpoint = { name: "cards", method: "POST", url: "https://api.example.com/v1/cards" };

test("endpoints are found beside secrets, and then secrets elsewhere, with the way there and in one question", async () => {
  const fetched = answerWith([secret], [endpoint]);
  const items = await search("card", signal);
  expect(groupItems(items).map(([group, [item]]) => [group, item?.label, item?.choose])).toEqual([
    ["Secrets", "CARD_KEY", { href: "/projects/shop/production/secrets?search=CARD_KEY" }],
    ["Endpoints", "cards", { href: "/projects/shop/allowlist/production/cards" }],
    ["Secrets elsewhere", "CARD_KEY", { href: "/projects/other/staging/secrets/CARD_KEY" }],
  ]);
  expect(items[1]?.detail).toBe("POST api.example.com");
  expect(fetched).toHaveBeenCalledOnce();
});

test("a name that begins with the text comes before what was found in a description", async () => {
  answerWith([secret], [endpoint]);
  expect((await search("Cards", signal)).map(({ label }) => label)).toEqual([
    "cards",
    "CARD_KEY",
    "CARD_KEY",
  ]);
});

test("who may not look finds nothing", async () => {
  answerWith([], [], { status: 403 });
  expect(await search("cards", signal)).toEqual([]);
});
