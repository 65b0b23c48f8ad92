import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, EnvironmentRow, Permit } from "@/lib/authorization/permit";
import { isVisible, wideVisibility } from "@/lib/authorization/visibility";
import type { Ctx } from "@/lib/context";
import { nameIssue } from "@/lib/names/model";
import { AppError } from "@/lib/platform/app-error";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import type { Elsewhere, FoundSecret, ListedSecret, NameCheck, SecretPage } from "../model";
import { rightsIn } from "../rights";
import type { SecretQuery } from "../schema";
import { searchWords } from "../search-text";
import { findNameHolder, metaOf } from "../store";
import * as store from "./store";

/** Counting stops here: nobody reads 48,213, and counting them all takes as long as the table. */
export const COUNT_MAX = 1_000;

/** One page of the secrets of an environment: metadata only. */
export async function listSecrets(ctx: Ctx, target: EnvironmentRef, query: SecretQuery): Promise<SecretPage> {
  return pageOf(ctx, await authorize(ctx, "secret.list", target), query);
}

/** The same with when each was read last. For people: a key is not told of other keys. */
export async function listSecretsInUse(
  ctx: Ctx,
  target: EnvironmentRef,
  query: SecretQuery,
): Promise<SecretPage<ListedSecret>> {
  const permit = await authorize(ctx, "secret.list", target);
  return forPeople(ctx, permit, await pageOf(ctx, permit, query));
}

export interface Listing {
  readonly environment: EnvironmentRow;
  readonly page: SecretPage<ListedSecret>;
  /** How many match; a number above `COUNT_MAX` means "more than that". */
  readonly count: number;
  /** Where else in the project the search finds something, when it finds nothing here. */
  readonly elsewhere: readonly Elsewhere[];
}

/** The same with where it is and how many match: what a page begins with. */
export async function openListing(ctx: Ctx, target: EnvironmentRef, query: SecretQuery): Promise<Listing> {
  const permit = await authorize(ctx, "secret.list", target);
  const [page, count] = await Promise.all([
    pageOf(ctx, permit, query).then((page) => forPeople(ctx, permit, page)),
    store.countSecrets(ctx, permit, query, COUNT_MAX + 1),
  ]);
  const isNothing = count === 0 && query.search.trim() !== "";
  const elsewhere = isNothing
    ? await store.countElsewhere(ctx.pool, permit, wideVisibility(ctx.actor), query.search, COUNT_MAX)
    : [];
  return { environment: permit.environment, page, count, elsewhere };
}

const OUTSIDE_MAX = 8;
/** What is shorter would be found nearly everywhere. */
const OUTSIDE_LENGTH_MIN = 3;

/**
 * The first secrets that a search finds in other environments and projects, as far as a person sees them; API keys none. A search that finds
 * thousands tells of some of them. Throws `forbidden` for who may not list here.
 */
export async function findOutside(
  ctx: Ctx,
  target: EnvironmentRef,
  search: string,
): Promise<readonly FoundSecret[]> {
  const permit = await authorize(ctx, "secret.list", target);
  if (ctx.actor.kind === "apiKey") return [];
  if (search.trim().length < OUTSIDE_LENGTH_MIN || searchWords(search).length === 0) return [];
  return store.findOutside(ctx.pool, permit, wideVisibility(ctx.actor), search, OUTSIDE_MAX);
}

/** Whether a name follows the rules and is free, for telling so while someone types. */
export async function checkName(ctx: Ctx, target: EnvironmentRef, name: string): Promise<NameCheck> {
  const { environment, visibility } = await authorize(ctx, "secret.list", target);
  const issue = nameIssue(name);
  if (issue) return { issue, holder: null };
  const holder = await findNameHolder(ctx.pool, environment, name);
  return { issue: null, holder: holder && isVisible(visibility, holder) ? holder.name : null };
}

async function pageOf(ctx: Ctx, permit: Permit<"secret.list">, query: SecretQuery): Promise<SecretPage> {
  const after = query.after === undefined ? null : decodeCursor(query.after, query.sort);
  const rows = await store.listSecrets(ctx, permit, query, after);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const hasMore = rows.length > shown.length && last !== undefined;
  const next = hasMore ? encodeCursor({ sort: query.sort, key: last.sortKey, id: last.id }) : null;
  return { items: shown.map(({ sortKey: _key, ...row }) => metaOf(row)), next };
}

/** With what people see of each besides: one question for the page, whatever its length. Throws `forbidden` for API keys. */
async function forPeople(
  ctx: Ctx,
  { environment }: Permit<"secret.list">,
  { items, next }: SecretPage,
): Promise<SecretPage<ListedSecret>> {
  if (ctx.actor.kind === "apiKey") throw new AppError("forbidden", "No API key may do this.");
  const reads = await store.lastReads(
    ctx.pool,
    items.map(({ id }) => id),
  );
  const rightsTo = rightsIn(ctx, environment);
  const listed = items.map((item) => ({
    ...{ ...item, lastReadAt: reads.get(item.id) ?? null },
    may: rightsTo(item),
  }));
  return { items: listed, next };
}
