"use client";

import { useState } from "react";
import type { NamedSecret } from "@/lib/allowlist/configuration/model";
import { type Draft, draftFrom, echoed, rebase } from "@/lib/allowlist/form/model";
import type { EndpointFormData } from "@/lib/allowlist/loaders";
import type { Endpoint } from "@/lib/allowlist/model";
import type { FormState } from "@/lib/web/form-state";

interface Editing {
  /** What the fields start with; changes only together with `attempt`. */
  readonly draft: Draft;
  readonly opened: Draft;
  /** What is changed, as it was when it was last seen; null for a new one. */
  readonly endpoint: Pick<Endpoint<NamedSecret>, "id" | "revision"> | null;
  readonly attempt: number;
  readonly conflict: { readonly opened: Draft; readonly current: Draft; readonly by: string } | null;
  /** The answer that was taken in already. */
  readonly seen: FormState<unknown> | null;
}

/** What the form starts with: what was typed where it came back without a script, on top of anybody else's change. */
export function useEndpointDraft(data: EndpointFormData, state: FormState<unknown>): Editing {
  const [editing, setEditing] = useState<Editing>(() => ({
    draft: data.draft,
    opened: data.draft,
    endpoint: data.endpoint,
    attempt: 0,
    conflict: null,
    seen: null,
  }));
  if (editing.seen === state) return editing;
  const next = takeIn(editing, state);
  setEditing(next);
  return next;
}

function takeIn(editing: Editing, state: FormState<unknown>): Editing {
  if (state.status !== "failed") return { ...editing, seen: state };
  const typed = draftFrom(echoed(state.typed), editing.opened);
  const { current, currentDraft } = state.facts;
  if (isEndpoint(current) && isDraft(currentDraft)) {
    return {
      draft: rebase(typed, editing.opened, currentDraft),
      opened: currentDraft,
      endpoint: current,
      attempt: editing.attempt + 1,
      conflict: { opened: editing.opened, current: currentDraft, by: current.updatedBy },
      seen: state,
    };
  }
  // Where a script runs, the fields themselves still hold what was typed.
  const isFirst = editing.seen === null;
  return { ...editing, draft: isFirst ? typed : editing.draft, conflict: null, seen: state };
}

function isEndpoint(given: unknown): given is Endpoint<NamedSecret> {
  return (
    typeof given === "object" &&
    given !== null &&
    "id" in given &&
    "revision" in given &&
    "updatedBy" in given
  );
}

function isDraft(given: unknown): given is Draft {
  return typeof given === "object" && given !== null && "request" in given && "answer" in given;
}
