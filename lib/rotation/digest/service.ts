import { findAccount, listManagers } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import { DIGEST_NAMED_MAX, type Digest, digestEmail } from "./model";
import * as store from "./store";

const DAY_MS = 24 * 60 * 60 * 1_000;
/** How long before its time a secret is told of, once. */
const TOLD_BEFORE_DAYS = 7;

/**
 * Tells Owners and Super Admins by mail what needs attention, what is overdue, and what became due within a week since
 * yesterday. Meant for once a day; sends nothing when there is nothing to tell or no mail server. Returns how many mails went out.
 */
export async function sendDigest(ctx: Ctx): Promise<number> {
  const { mail } = ctx;
  if (!mail) return 0;
  const digest = await findDigest(ctx);
  let sent = 0;
  for (const id of await listManagers(ctx)) {
    const account = await findAccount(ctx.db, ctx.seals, { id });
    const message = account && digestEmail(account.email, ctx.origin, digest);
    if (message && (await mail.send(message))) sent += 1;
  }
  return sent;
}

async function findDigest({ pool, now }: Ctx): Promise<Digest> {
  const time = now();
  const soonFrom = new Date(time.getTime() + (TOLD_BEFORE_DAYS - 1) * DAY_MS);
  const soonUntil = new Date(time.getTime() + TOLD_BEFORE_DAYS * DAY_MS);
  const yesterday = new Date(time.getTime() - DAY_MS);
  const [failed, overdue, soon, ending] = await Promise.all([
    store.listFailed(pool, DIGEST_NAMED_MAX),
    store.listDueBetween(pool, null, time, DIGEST_NAMED_MAX),
    store.listDueBetween(pool, soonFrom, soonUntil, DIGEST_NAMED_MAX),
    store.listEnding(pool, yesterday, soonUntil, DIGEST_NAMED_MAX),
  ]);
  return { failed, overdue, soon, ending };
}
