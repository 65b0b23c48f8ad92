import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { fieldError } from "@/lib/platform/app-error";
import type { MachineCtx } from "./context";

const MAC_BYTES = 16;

const limit = z.coerce
  .number("A limit is a whole number.")
  .int("A limit is a whole number.")
  .min(1, "Ask for 1 at least.")
  .max(200, "Ask for 200 at most.");
const cursor = z.string().max(1_000).optional().meta({ description: "The `next` of the page before." });

/** The parameters of every list. */
export const pageQuery = {
  limit: limit.default(50).meta({ description: "How many items at most." }),
  cursor,
};

/** The same for a list that is bounded, and comes whole unless a limit is given. */
export const wholeListQuery = {
  limit: limit.optional().meta({ description: "How many items at most; all of them unless given." }),
  cursor,
};

/** A page of a bounded list, all of which is at hand. */
export function pageOfAll<T>(
  ctx: MachineCtx,
  list: string,
  query: ListQuery & { readonly limit?: number | undefined },
  all: readonly T[],
): { readonly items: readonly T[]; readonly next: string | null } {
  const start = Number(openCursor(ctx, list, query) ?? 0);
  const end = query.limit === undefined ? all.length : start + query.limit;
  const next = end < all.length ? sealCursor(ctx, list, query, String(end)) : null;
  return { items: all.slice(start, end), next };
}

/** The rest of a list's query: a cursor is good for the list that gave it and for no other. */
export type ListQuery = Readonly<Record<string, unknown>>;

/** A place in a list as the answer gives it: only this program can have made it, for this key and this query. */
export function sealCursor(
  ctx: MachineCtx,
  list: string,
  query: ListQuery,
  position: string | null,
): string | null {
  if (position === null) return null;
  const text = Buffer.from(position).toString("base64url");
  return `${text}.${macOf(ctx, list, query, text).toString("base64url")}`;
}

/** The place that a cursor stands for. Throws `validation` for one that was altered or belongs to another list. */
export function openCursor(ctx: MachineCtx, list: string, query: ListQuery): string | undefined {
  const { cursor } = query;
  if (typeof cursor !== "string") return undefined;
  const [text = "", mac = "", ...more] = cursor.split(".");
  const input = Buffer.from(mac, "base64url");
  const isOurs = input.length === MAC_BYTES && timingSafeEqual(input, macOf(ctx, list, query, text));
  if (!isOurs || more.length > 0) {
    throw fieldError(
      "cursor",
      "This cursor is not one that this list gave to this key. Begin with the first page.",
    );
  }
  return Buffer.from(text, "base64url").toString("utf8");
}

function macOf({ actor, keys }: MachineCtx, list: string, query: ListQuery, text: string): Buffer {
  const { cursor: _cursor, limit: _limit, ...filters } = query;
  const bound = JSON.stringify([actor.id, list, Object.entries(filters).sort(), text]);
  return createHmac("sha256", keys.derive("cursor")).update(bound).digest().subarray(0, MAC_BYTES);
}
