"use client";

import { useState } from "react";
import type { FormState } from "@/lib/web/form-state";

interface DraftOptions<B, D, R> {
  /** What is edited, as the page has it. */
  readonly first: B;
  readonly state: FormState<R>;
  readonly draftOf: (base: B) => D;
  /** What was typed, when a form comes back from the server without JavaScript; else `initial`. */
  readonly typedDraft: (state: FormState<R>, initial: D) => D;
  /** What was saved, when editing goes on after that. */
  readonly savedOf?: (data: R) => B;
}

interface Editing<B, D> {
  /** What the draft changes: as opened, as saved, or as somebody else made it. */
  readonly base: B;
  readonly draft: D;
  readonly conflict: { readonly opened: B; readonly current: B } | null;
  /** The answer that was taken in already. */
  readonly seen: FormState<unknown> | null;
}

/**
 * The draft of a form, moved on top of what is stored now whenever the server says that somebody else was faster. Such an
 * answer holds what is stored as its fact `current`.
 */
export function useDraft<B, D extends object, R>(options: DraftOptions<B, D, R>) {
  const { first, state, draftOf, typedDraft } = options;
  const [editing, setEditing] = useState<Editing<B, D>>(() => ({
    base: first,
    draft: typedDraft(state, draftOf(first)),
    conflict: null,
    seen: null,
  }));
  if (editing.seen !== state) setEditing(takeIn(editing, options));
  const change = (changed: Partial<D>) =>
    setEditing((now) => ({ ...now, draft: { ...now.draft, ...changed } }));
  return { ...editing, change };
}

function takeIn<B, D extends object, R>(
  editing: Editing<B, D>,
  { state, draftOf, savedOf }: DraftOptions<B, D, R>,
): Editing<B, D> {
  if (state.status === "done" && savedOf) {
    const saved = savedOf(state.data);
    return { base: saved, draft: draftOf(saved), conflict: null, seen: state };
  }
  const stored = state.status === "failed" ? state.facts.current : undefined;
  if (!stored) return { ...editing, seen: state, conflict: null };
  const [opened, current] = [editing.base, stored as B];
  const draft = rebase(editing.draft, draftOf(opened), draftOf(current));
  return { base: current, draft, conflict: { opened, current }, seen: state };
}

/**
 * The draft on top of somebody else's change: what was typed stays, and what was left alone follows the other's change
 * instead of undoing it.
 */
export function rebase<D extends object>(draft: D, opened: D, current: D): D {
  const typed = Object.entries(draft).filter(([field, value]) => Reflect.get(opened, field) !== value);
  return { ...current, ...Object.fromEntries(typed) };
}
