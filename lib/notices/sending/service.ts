import { findAccount } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import { runTransaction } from "@/lib/db/transaction";
import { isAppError } from "@/lib/platform/app-error";
import { sendToChannel } from "../channels/send";
import { listChannels } from "../channels/store";
import type { DeliveryState } from "../model";
import { kindsFor } from "../recipients";
import { noticeEmail } from "../words/mail";
import * as store from "./store";

/** How a try ended, and why it did not get through. */
export interface Outcome {
  readonly state: Exclude<DeliveryState, "failed">;
  readonly error: string | null;
}

const SENT: Outcome = { state: "sent", error: null };
const dropped = (error: string): Outcome => ({ state: "dropped", error });
const failed = (error: string): Outcome => ({ state: "waiting", error });

/** How long after each try that failed the next one is; after the last it has failed for good. */
const RETRY_AFTER_MINUTES = [1, 2, 5, 15, 60, 120, 240, 360, 360, 360];
/** A run ends after this, and the next one goes on. */
const RUN_MS_MAX = 45_000;
const DUE_MAX = 1_000;

/** What is due for which channel; null for mails. */
export function dueChannels({ pool, now }: Pick<Ctx, "pool" | "now">): Promise<(string | null)[]> {
  return store.dueChannels(pool, now());
}

const busy = new Set<string | null>();

/**
 * Sends what is due for a channel, or the mails that are, one after the other, until 45 seconds are over: whoever does not
 * answer takes no more than one worker of this instance.
 */
export async function sendDue(ctx: Ctx, channelId: string | null): Promise<void> {
  if (busy.has(channelId)) return;
  busy.add(channelId);
  try {
    const end = performance.now() + RUN_MS_MAX;
    for (const id of await store.listDue(ctx.pool, channelId, ctx.now(), DUE_MAX)) {
      if (performance.now() >= end) return;
      await sendDelivery(ctx, id);
    }
  } finally {
    busy.delete(channelId);
  }
}

/** Tries a delivery that waits. At least once: what was sent when the program died before that was noted is sent again. */
function sendDelivery(ctx: Ctx, id: string): Promise<void> {
  return runTransaction(ctx.pool, async (sql) => {
    const delivery = await store.lockedWaiting(sql, id);
    if (!delivery) return;
    const { state, error } = await tryOnce(ctx, delivery);
    const minutes = state === "waiting" ? RETRY_AFTER_MINUTES[delivery.tries] : undefined;
    const now = ctx.now();
    const dueAt = minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000);
    const isLast = state === "waiting" && dueAt === null;
    await store.noteTry(sql, id, { state: isLast ? "failed" : state, error, dueAt }, now);
  });
}

function tryOnce(ctx: Ctx, delivery: store.Delivery): Promise<Outcome> {
  const { userId, channelId } = delivery;
  if (userId !== null) return mailTo(ctx, userId, delivery);
  if (channelId !== null) return callOn(ctx, channelId, delivery);
  return Promise.resolve(dropped("Whom this was for is gone."));
}

/** What somebody lost the right to be told of meanwhile is left out. */
async function mailTo(ctx: Ctx, userId: string, { content }: store.Delivery): Promise<Outcome> {
  if (!ctx.mail) return dropped("No mail server is set up.");
  const account = await findAccount(ctx.db, ctx.seals, { id: userId });
  if (account?.status !== "active") return dropped("This person cannot sign in any more.");
  const kinds: readonly string[] = kindsFor(account);
  const notices = content.filter(({ kind }) => kinds.includes(kind));
  if (notices.length === 0) return dropped("The role of this person changed.");
  const isTaken = await ctx.mail.send(noticeEmail(account.email, ctx.origin, notices));
  return isTaken ? SENT : failed("The mail server did not take it. The log of the program says why.");
}

async function callOn(ctx: Ctx, channelId: string, { id, content }: store.Delivery): Promise<Outcome> {
  const [channel] = await listChannels(ctx, { id: channelId });
  if (!channel) return dropped("This channel is not here any more.");
  try {
    await sendToChannel(ctx, channel, { id, notices: content });
    return SENT;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return failed(error.detail);
  }
}
