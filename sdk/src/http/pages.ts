import type { Connection, Query } from "./connection.js";
import { listIn, orNull, recordIn, textIn } from "./json.js";

/** The items of a list, page after page, as they are asked for. */
export async function* itemsOf<T>(
  connection: Connection,
  { path, query }: { readonly path: string; readonly query: Query },
  read: (item: unknown) => T,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | null = null;
  do {
    const { json } = await connection.call({
      method: "GET",
      path,
      query: { ...query, ...(cursor !== null && { cursor }) },
    });
    const page = recordIn(json);
    yield* listIn(page, "items", read);
    cursor = orNull(page, "next", textIn);
  } while (cursor !== null);
}

export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
