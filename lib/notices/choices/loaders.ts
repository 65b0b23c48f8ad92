import "server-only";
import type { SignedInCtx } from "@/lib/web/context";
import type { NoticeChoice } from "./model";
import { ownChoices } from "./service";

export interface NoticeChoicesData {
  readonly hasMail: boolean;
  readonly choices: readonly NoticeChoice[];
}

/** What the account page shows of notifications. */
export async function loadNoticeChoices(ctx: SignedInCtx): Promise<NoticeChoicesData> {
  return { hasMail: ctx.mail !== null, choices: await ownChoices(ctx) };
}
