import { canonicalEmail } from "@/lib/auth/email";
import { waitsOf } from "@/lib/auth/throttle/throttle";
import { authorize } from "@/lib/authorization/authorize";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import type { ListedPerson, PeoplePage } from "./model";
import * as store from "./store";

const PEOPLE_PAGE_SIZE = 100;

interface Wanted {
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

/**
 * One page of the people with an account, in the order of their addresses: their role, second factors, when they were
 * last here, and whether they have to wait after failed tries. Throws `validation` for a cursor that is none of ours.
 */
export async function listPeople(ctx: Ctx, wanted: Wanted = {}): Promise<PeoplePage> {
  await authorize(ctx, "person.list", null);
  const { limit = PEOPLE_PAGE_SIZE } = wanted;
  const after = wanted.after === undefined ? "" : addressOf(wanted.after);
  const rows = await store.listPeople(ctx.db, { after, id: null, limit: limit + 1 });
  const items = await listed(ctx, rows.slice(0, limit));
  const last = items.at(-1);
  return { items, next: rows.length > items.length && last ? cursorOf(last.email) : null };
}

/** One of them, or null. */
export async function findPerson(ctx: Ctx, id: string): Promise<ListedPerson | null> {
  await authorize(ctx, "person.list", null);
  if (!isId(id)) return null;
  const [person] = await listed(ctx, await store.listPeople(ctx.db, { after: "", id, limit: 1 }));
  return person ?? null;
}

async function listed(ctx: Ctx, rows: readonly store.PersonRow[]): Promise<ListedPerson[]> {
  const waits = await waitsOf(
    ctx,
    rows.map(({ email }) => email),
  );
  return rows.map(({ hasTotp, passkeyCount, recoveryCodesLeft, ...person }) => ({
    ...person,
    factors: { hasTotp, passkeyCount, recoveryCodesLeft },
    waitsUntil: waits.get(person.email) ?? null,
  }));
}

function cursorOf(email: string): string {
  return Buffer.from(email).toString("base64url");
}

function addressOf(cursor: string): string {
  const email = Buffer.from(cursor, "base64url").toString("utf8");
  if (canonicalEmail(email) === email) return email;
  throw new AppError("validation", "This page of the list does not exist. Start from the first page.");
}
