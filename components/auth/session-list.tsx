"use client";

import { useActionState } from "react";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import { endSessionAction, signOutEverywhereElseAction } from "@/lib/auth/actions";
import { idle } from "@/lib/web/form-state";

export interface ShownSession {
  readonly id: string;
  readonly device: string;
  readonly ip: string | null;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly isOwn: boolean;
}

/** Where one is signed in, with a way to end each session and all others at once. */
export function SessionList({ sessions }: { readonly sessions: readonly ShownSession[] }) {
  const [one, endOne] = useActionState(endSessionAction, idle);
  const [all, endAll] = useActionState(signOutEverywhereElseAction, idle);
  const others = sessions.filter((session) => !session.isOwn).length;
  return (
    <div className="flex flex-col gap-4">
      <FormError message={one.status === "failed" ? one.message : null} attempt={one} />
      <FormError message={all.status === "failed" ? all.message : null} attempt={all} />
      {all.status === "done" && others === 0 && (
        <Alert tone="success" role="status" title="Signed out everywhere else" />
      )}
      <ul className="flex flex-col divide-y divide-line rounded-md border border-line">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} endOne={endOne} />
        ))}
      </ul>
      {others > 0 && (
        <form action={endAll}>
          <SubmitButton tone="secondary">Sign out everywhere else</SubmitButton>
        </form>
      )}
    </div>
  );
}

interface SessionItemProps {
  readonly session: ShownSession;
  readonly endOne: (form: FormData) => void;
}

function SessionItem({ session, endOne }: SessionItemProps) {
  const { id, device, ip, lastUsedAt, createdAt, isOwn } = session;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {device}
          {isOwn && <Badge tone="success">This session</Badge>}
        </p>
        <p className="text-sm text-muted">
          {ip ?? "Unknown address"} · last used <Time value={lastUsedAt} /> · signed in{" "}
          <Time value={createdAt} />
        </p>
      </div>
      {!isOwn && (
        <form action={endOne}>
          <input type="hidden" name="sessionId" value={id} />
          <SubmitButton tone="secondary" size="small">
            End <span className="sr-only">the session of {device}</span>
          </SubmitButton>
        </form>
      )}
    </li>
  );
}
