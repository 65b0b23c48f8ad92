import { follow } from "@/lib/audit/following/service";
import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { enqueue } from "@/lib/jobs/job";
import { newId } from "@/lib/platform/ids";
import { NOTICE_KIND_NAMES, NOTICE_KINDS, type NoticeKindName, noticeKind } from "../kinds";
import type { Notice, Timing } from "../model";
import { type Recipient, recipientsOf } from "../recipients";
import { SEND_JOB } from "../sending/job-name";
import * as store from "../sending/store";
import { addEvent, type Draft, mergedNotice, newDraft, noticeOf } from "./draft";

const ACTIONS = Object.values(NOTICE_KINDS).flatMap(({ actions }) => actions);

/**
 * Makes notices of what the audit log has that is new, for those who are told at such times: however much happened, one of
 * each kind for each of them. At once each is sent by itself, in a daily digest all of them. What could not be sent yet is added
 * to, so that nobody gets more than one of a kind however long their channel was away.
 */
export async function gatherNotices(ctx: Ctx, timing: Exclude<Timing, "off">): Promise<void> {
  const recipients = await recipientsOf(ctx, timing);
  const reports = timing === "daily" ? await reportsFor(ctx, recipients) : [];
  await follow(ctx, `notices.${timing}`, recipients.length === 0 ? [] : ACTIONS, async (sql, events) => {
    const drafts = new Map<NoticeKindName, Draft>();
    for await (const event of events) {
      for (const kind of NOTICE_KIND_NAMES) {
        const { actions, isNews } = noticeKind(kind);
        if (!actions.some((action) => action === event.action) || isNews?.(event) === false) continue;
        const draft = drafts.get(kind) ?? newDraft(kind);
        drafts.set(kind, draft);
        addEvent(draft, event);
      }
    }
    const notices = [...reports, ...[...drafts.values()].map(noticeOf)];
    for (const recipient of recipients) {
      const own = notices.filter(({ kind }) => [...recipient.kinds].some((one) => one === kind));
      const messages = timing === "daily" ? [own] : own.map((notice) => [notice]);
      for (const content of messages) if (content.length > 0) await deliver(ctx, sql, recipient, content);
    }
  });
}

/** How things stand, for the kinds that somebody is told of once a day. */
async function reportsFor(ctx: Ctx, recipients: readonly Recipient[]): Promise<Notice[]> {
  const asked = NOTICE_KIND_NAMES.filter((kind) => recipients.some(({ kinds }) => kinds.has(kind)));
  const reports = await Promise.all(asked.map((kind) => noticeKind(kind).report?.(ctx) ?? null));
  return reports.filter((report) => report !== null);
}

async function deliver(ctx: Ctx, sql: Sql, recipient: Recipient, content: readonly Notice[]): Promise<void> {
  const kinds = content.map(({ kind }) => kind);
  const before = await store.lockedBefore(sql, recipient, kinds);
  if (before) {
    const merged = content.map((notice, i) => mergedNotice(before.content[i] ?? notice, notice));
    return store.replaceContent(sql, before.id, merged);
  }
  const createdAt = ctx.now();
  const id = newId(createdAt);
  await store.insertDelivery(sql, recipient, { id, content, createdAt });
  await enqueue(sql, SEND_JOB, { id });
}
