import { isRecord, type JsonRecord } from "./json";
import type { Scope } from "./scope";
import type { Query } from "./server";

/** As many as the server gives at once. */
const LIMIT = 200;

/** All that a list holds, page by page. */
export function everyItem(scope: Scope, path: string, more: Query = {}): Promise<JsonRecord[]> {
  return everyPage(scope, path, { ...more, limit: LIMIT });
}

/** The same with pages as long as the server likes. */
export async function everyPage({ server, query }: Scope, path: string, more: Query): Promise<JsonRecord[]> {
  const items: JsonRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await server.ask("GET", path, { query: { ...query, ...more, cursor } });
    if (Array.isArray(page.items)) items.push(...page.items.filter(isRecord));
    cursor = typeof page.next === "string" ? page.next : undefined;
  } while (cursor !== undefined);
  return items;
}

/** The address of one secret. */
export function secretPath(name: string, rest = ""): string {
  return `/secrets/${encodeURIComponent(name)}${rest}`;
}
