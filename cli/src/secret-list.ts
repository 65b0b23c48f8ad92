import { isRecord, type JsonRecord } from "./json";
import type { Place } from "./place";
import type { Query } from "./server";

const PAGE_SIZE = 200;

/** All that a list holds, page by page. */
export async function everyItem(
  { server, query }: Place,
  path: string,
  more: Query = {},
): Promise<JsonRecord[]> {
  const items: JsonRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await server.ask("GET", path, { query: { ...query, ...more, limit: PAGE_SIZE, cursor } });
    if (Array.isArray(page.items)) items.push(...page.items.filter(isRecord));
    cursor = typeof page.next === "string" ? page.next : undefined;
  } while (cursor !== undefined);
  return items;
}

/** The address of one secret. */
export function secretPath(name: string, rest = ""): string {
  return `/secrets/${encodeURIComponent(name)}${rest}`;
}
