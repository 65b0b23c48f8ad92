import { findAccount } from "@/lib/accounts/store";
import type { Ctx } from "@/lib/context";
import { runTransaction } from "@/lib/db/transaction";
import { AppError, isAppError } from "@/lib/platform/app-error";
import { sendToChannel } from "../channels/send";
import { listChannels } from "../channels/store";
import type { DeliveryState } from "../model";
import { kindsFor } from "../recipients";
import { noticeEmail } from "../words/mail";
import { TRIES_MAX } from "./job-name";
import * as store from "./store";

/** How a try ended, and why it did not get through. */
export interface Outcome {
  readonly state: Exclude<DeliveryState, "failed">;
  readonly error: string | null;
}

const SENT: Outcome = { state: "sent", error: null };
const dropped = (error: string): Outcome => ({ state: "dropped", error });
const failed = (error: string): Outcome => ({ state: "waiting", error });

/**
 * Sends a delivery that waits, once. Throws `unavailable` when it did not get through, so that the queue comes back to it; after
 * the last try it has failed for good. At least once: what was sent when the program died before that was noted is sent again.
 */
export async function sendDelivery(ctx: Ctx, id: string): Promise<void> {
  const outcome = await runTransaction(ctx.pool, async (sql) => {
    const delivery = await store.lockedWaiting(sql, id);
    if (!delivery) return null;
    const { state, error } = await tryOnce(ctx, delivery);
    const isLast = state === "waiting" && delivery.tries + 1 >= TRIES_MAX;
    const ended = { state: isLast ? ("failed" as const) : state, error };
    await store.noteTry(sql, id, ended, ctx.now());
    return ended;
  });
  if (outcome?.state === "waiting") throw new AppError("unavailable", outcome.error ?? "It was not sent.");
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
