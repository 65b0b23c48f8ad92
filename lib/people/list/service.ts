import { type NamedKey, workingKeysOf } from "@/lib/api-keys/makers/service";
import { isAnybodyWaiting, waitsOf } from "@/lib/auth/throttle/throttle";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { decodeCursor, encodeCursor } from "@/lib/platform/cursor";
import { isId } from "@/lib/platform/ids";
import { countKnownOf } from "@/lib/secrets/known-values/service";
import { KEYS_NAMED_MAX, type ListedPerson, type PeoplePage, type WorkingKeys } from "./model";
import * as store from "./store";

const PEOPLE_PAGE_SIZE = 100;
/** Among so many people, by address, those who wait are looked for: the counters do not say whose they are. */
const LOOKED_AT_MAX = 2_000;

interface Wanted {
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number;
  /** Only those who have to wait after failed tries. */
  readonly waiting?: boolean;
}

/**
 * One page of the people with an account, in the order of their addresses: their role, second factors, when they were
 * last here, and whether they have to wait after failed tries. Throws `validation` for a cursor that is none of ours.
 */
export async function listPeople(ctx: Ctx, wanted: Wanted = {}): Promise<PeoplePage> {
  await authorize(ctx, "person.list", null);
  const { limit = PEOPLE_PAGE_SIZE } = wanted;
  const after = wanted.after === undefined ? "" : decodeCursor(wanted.after, "email").key;
  const among = wanted.waiting ? [...(await waitsAmongAll(ctx)).keys()] : null;
  const rows = await store.listPeople(ctx.db, { after, id: null, among, limit: limit + 1, now: ctx.now() });
  const items = await listed(ctx, rows.slice(0, limit));
  const last = rows.length > items.length ? items.at(-1) : undefined;
  return { items, next: last ? encodeCursor({ sort: "email", key: last.email, id: last.id }) : null };
}

/** One of them, or null. */
export async function findPerson(ctx: Ctx, id: string): Promise<ListedPerson | null> {
  await authorize(ctx, "person.list", null);
  if (!isId(id)) return null;
  const [person] = await listed(
    ctx,
    await store.listPeople(ctx.db, { after: "", id, among: null, limit: 1, now: ctx.now() }),
  );
  return person ?? null;
}

function workingKeys(keys: readonly NamedKey[]): WorkingKeys {
  return {
    count: keys.length,
    named: keys.slice(0, KEYS_NAMED_MAX).map(({ id, name, project }) => ({ id, name, project })),
  };
}

/** How many people have to wait after failed tries. */
export async function countWaiting(ctx: Ctx): Promise<number> {
  await authorize(ctx, "person.list", null);
  return (await waitsAmongAll(ctx)).size;
}

async function waitsAmongAll(ctx: Ctx): Promise<ReadonlyMap<string, Date>> {
  if (!(await isAnybodyWaiting(ctx))) return new Map();
  return waitsOf(ctx, await store.listEmails(ctx.pool, LOOKED_AT_MAX));
}

async function listed(ctx: Ctx, rows: readonly store.PersonRow[]): Promise<ListedPerson[]> {
  const emails = rows.map(({ email }) => email);
  const waits = await waitsOf(ctx, emails);
  const keys = await workingKeysOf(ctx, emails, KEYS_NAMED_MAX + 1);
  const known = await countKnownOf(ctx, emails);
  return rows.map(({ hasTotp, passkeyCount, recoveryCodesLeft, ...person }) => ({
    ...person,
    keys: workingKeys(keys.filter(({ maker }) => maker === person.email)),
    knownValues: known.get(person.email) ?? 0,
    factors: { hasTotp, passkeyCount, recoveryCodesLeft },
    waitsUntil: waits.get(person.email) ?? null,
  }));
}
