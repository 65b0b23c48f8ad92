import type { AuditEntry } from "@/lib/audit/reading/model";
import { actionLabel } from "@/lib/audit/words/words";
import { isId } from "@/lib/platform/ids";
import { findNoticeKind, type NoticeKindName, noticeKind, type Told } from "../kinds";
import { NOTICE_NAMED_MAX, type Notice, type NoticeEntry, oneLine, scopeOf } from "../model";

/** A notice that is being put together: events about the same thing are one entry. */
export interface Draft {
  readonly kind: NoticeKindName;
  readonly things: Set<string>;
  readonly scopes: Set<string>;
  readonly entries: Map<string, NoticeEntry>;
}

export function newDraft(kind: NoticeKindName): Draft {
  return { kind, things: new Set(), scopes: new Set(), entries: new Map() };
}

export function addEvent({ kind, things, scopes, entries }: Draft, event: AuditEntry): void {
  const entry = entryOf(kind, event);
  const { request } = event.detail;
  const id = typeof request === "string" ? request : event.secretId;
  const thing = id ?? `${scopeOf(entry)}/${entry.name}`;
  things.add(thing);
  scopes.add(scopeOf(entry));
  const known = entries.get(thing);
  if (known) entries.set(thing, { ...entry, what: joined(known.what, entry.what) });
  else if (entries.size < NOTICE_NAMED_MAX) entries.set(thing, entry);
}

export function noticeOf({ kind, things, scopes, entries }: Draft): Notice {
  const [scope = ""] = scopes;
  const [only = null] = things;
  return titled(kind, {
    only: things.size === 1 && isId(only) ? only : null,
    count: things.size,
    entries: [...entries.values()],
    scope: scopes.size === 1 && scope !== "" ? scope : null,
  });
}

/** Two notices of a kind as one. What stands as it does is told as it was found last. */
export function mergedNotice(earlier: Notice, later: Notice): Notice {
  const kind = findNoticeKind(later.kind);
  if (!kind || kind.report) return later;
  return titled(later.kind as NoticeKindName, {
    only: null,
    count: earlier.count + later.count,
    entries: [...earlier.entries, ...later.entries].slice(0, NOTICE_NAMED_MAX),
    scope: earlier.scope === later.scope ? later.scope : null,
  });
}

function titled(kind: NoticeKindName, told: Told): Notice {
  const { title, path } = noticeKind(kind);
  const { only: _, ...rest } = told;
  return { kind, title: oneLine(title(told)), path: path(told), ...rest };
}

function entryOf(kind: NoticeKindName, event: AuditEntry): NoticeEntry {
  const { name, project, environment, actor, at, action } = event;
  const note = noticeKind(kind).note?.(event) ?? null;
  return {
    ...{ name: oneLine(name ?? "(no name)"), project, environment, what: lowered(actionLabel(action)), at },
    ...{ by: oneLine(actor), note: note === null ? null : oneLine(note) },
  };
}

function joined(before: string, what: string): string {
  return before.split(", ").includes(what) ? before : `${before}, ${what}`;
}

function lowered(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
