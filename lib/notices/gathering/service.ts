import { follow } from "@/lib/audit/following/service";
import type { AuditEntry } from "@/lib/audit/reading/model";
import type { Ctx } from "@/lib/context";
import type { Sql } from "@/lib/db/sql";
import { newId } from "@/lib/platform/ids";
import { NOTICE_KIND_NAMES, NOTICE_KINDS, type NoticeKindName, noticeKind } from "../kinds";
import type { Notice, Timing } from "../model";
import { type Recipient, recipientsOf } from "../recipients";
import * as store from "../sending/store";
import { addEvent, type Draft, mergedNotice, newDraft, noticeOf } from "./draft";

const ACTIONS = Object.values(NOTICE_KINDS).flatMap(({ actions }) => actions);

/**
 * Makes notices of what the audit log has that is new, for those who are told at such times: however much happened, one of
 * each kind for each of them. At once each is sent by itself, in a daily digest all of them. What could not be sent yet is added
 * to, so that nobody gets more than one of a kind however long their channel was away.
 */
export async function gatherNotices(ctx: Ctx, timing: Exclude<Timing, "off">): Promise<void> {
  await follow(ctx, `notices.${timing}`, ACTIONS, async (sql, events) => {
    const drafts = await draftsOf(ctx, events);
    if (drafts.size === 0 && timing === "atOnce") return;
    const recipients = await recipientsOf(ctx, timing);
    const reports = timing === "daily" ? await reportsFor(ctx, recipients) : [];
    for (const recipient of recipients) {
      const own = [
        ...reports.filter(({ kind }) => recipient.kinds.has(kind as NoticeKindName)),
        ...[...recipient.kinds]
          .flatMap((kind) => drafts.get(draftKey(kind, recipient.userId)) ?? [])
          .map(noticeOf),
      ];
      const messages = timing === "daily" ? [own] : own.map((notice) => [notice]);
      for (const content of messages) if (content.length > 0) await deliver(ctx, sql, recipient, content);
    }
  });
}

/** What is told of events: of each kind to all, and to each person of kinds that concern single ones. */
async function draftsOf(ctx: Ctx, events: AsyncIterable<AuditEntry>): Promise<Map<string, Draft>> {
  const drafts = new Map<string, Draft>();
  const add = (kind: NoticeKindName, userId: string | null, event: AuditEntry) => {
    const key = draftKey(kind, userId);
    const draft = drafts.get(key) ?? newDraft(kind);
    drafts.set(key, draft);
    addEvent(draft, event);
  };
  for await (const event of events) {
    for (const kind of NOTICE_KIND_NAMES) {
      const { actions, isNews, whom } = noticeKind(kind);
      if (!actions.some((action) => action === event.action) || isNews?.(event) === false) continue;
      add(kind, null, event);
      for (const userId of (await whom?.(ctx, event)) ?? []) add(kind, userId, event);
    }
  }
  return drafts;
}

function draftKey(kind: NoticeKindName, userId: string | null): string {
  return userId !== null && noticeKind(kind).whom ? `${kind} ${userId}` : kind;
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
  await store.insertDelivery(sql, recipient, { id: newId(createdAt), content, createdAt });
}
