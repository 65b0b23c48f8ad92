"use client";

import { useState } from "react";
import type { OrganisationSettings } from "@/lib/organisation/model";
import type { FormState } from "@/lib/web/form-state";
import { type Draft, draftOf, rebase, typedDraft } from "./draft";

interface Editing {
  /** The settings that the draft changes: as opened, saved, or as somebody else made them. */
  readonly base: OrganisationSettings;
  readonly draft: Draft;
  readonly conflict: { readonly opened: Draft; readonly current: Draft } | null;
  /** The answer that was taken in already. */
  readonly seen: FormState<unknown> | null;
}

/** The draft, moved on top of the settings as they are now whenever the server says that someone else was faster. */
export function useDraft(settings: OrganisationSettings, state: FormState<OrganisationSettings>) {
  const [editing, setEditing] = useState<Editing>(() => ({
    base: settings,
    draft: typedDraft(state, draftOf(settings)),
    conflict: null,
    seen: null,
  }));
  if (editing.seen !== state) setEditing(takeIn(editing, state));
  const change = (changed: Partial<Draft>) =>
    setEditing((now) => ({ ...now, draft: { ...now.draft, ...changed } }));
  return { ...editing, change };
}

function takeIn(editing: Editing, state: FormState<OrganisationSettings>): Editing {
  if (state.status === "done")
    return { base: state.data, draft: draftOf(state.data), conflict: null, seen: state };
  const current = currentOf(state);
  if (!current) return { ...editing, seen: state, conflict: null };
  const [opened, now] = [draftOf(editing.base), draftOf(current)];
  return {
    base: current,
    draft: rebase(editing.draft, opened, now),
    conflict: { opened, current: now },
    seen: state,
  };
}

function currentOf(state: FormState<unknown>): OrganisationSettings | null {
  const current = state.status === "failed" ? state.facts.current : undefined;
  return current ? (current as OrganisationSettings) : null;
}
