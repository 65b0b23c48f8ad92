"use client";

import { Time } from "@/components/ui/time";
import { resetFactorsAction } from "@/lib/people/factors/actions";
import { revokeInvitationAction } from "@/lib/people/invitations/actions";
import type { InvitationMeta } from "@/lib/people/invitations/model";
import type { ListedPerson } from "@/lib/people/list/model";
import {
  restorePersonAction,
  suspendPersonAction,
  unlockPersonAction,
} from "@/lib/people/membership/actions";
import { KnownValues } from "./known-values";
import { MadeKeys } from "./made-keys";
import { type PersonDialogProps, PersonQuestion } from "./person-dialog";
import { whatEnds } from "./what-ends";

interface AboutPerson extends PersonDialogProps {
  readonly person: ListedPerson;
}

export function SuspendDialog({ person, isOwner, ...rest }: AboutPerson & { readonly isOwner: boolean }) {
  return (
    <PersonQuestion
      {...rest}
      title={`Suspend ${person.name}?`}
      button="Suspend"
      tone="danger"
      done={`Suspended ${person.email}`}
      action={suspendPersonAction}
      fields={{ personId: person.id }}
    >
      <p>
        <strong className="font-medium">{person.email}</strong> is signed out everywhere at once and cannot
        sign in until somebody restores them. {whatEnds({ ...person, grants: 0, groups: 0 })}
      </p>
      <p className="text-muted">
        Pending invitations that they made are revoked. The secrets they stored stay
        {person.role === "member" && ", and so does what was granted to them, for when they are restored"}.
      </p>
      <MadeKeys person={person} isOwner={isOwner} />
      <KnownValues person={person} />
    </PersonQuestion>
  );
}

export function RestoreDialog({ person, ...rest }: AboutPerson) {
  return (
    <PersonQuestion
      {...rest}
      title={`Restore ${person.name}?`}
      button="Restore"
      done={`Restored ${person.email}`}
      action={restorePersonAction}
      fields={{ personId: person.id }}
    >
      <p>
        <strong className="font-medium">{person.email}</strong> can sign in again, with the same role and with
        what they signed in with before.
      </p>
    </PersonQuestion>
  );
}

export function UnlockDialog({ person, ...rest }: AboutPerson) {
  return (
    <PersonQuestion
      {...rest}
      title={`Unlock ${person.name}?`}
      button="Unlock"
      done={`Unlocked ${person.email}`}
      action={unlockPersonAction}
      fields={{ personId: person.id }}
    >
      <p>
        After too many failed attempts <strong className="font-medium">{person.email}</strong> has to wait
        {person.waitsUntil && (
          <>
            {" "}
            until <Time value={person.waitsUntil} as="exact" />
          </>
        )}
        . Unlocked, they can try again at once.
      </p>
      <p className="text-muted">Ask them first whether it was them who tried.</p>
    </PersonQuestion>
  );
}

export function ResetFactorsDialog({ person, ...rest }: AboutPerson) {
  return (
    <PersonQuestion
      {...rest}
      title={`Reset the second factor of ${person.name}?`}
      button="Reset second factor"
      tone="danger"
      done={`Reset the second factor of ${person.email}`}
      action={resetFactorsAction}
      fields={{ personId: person.id }}
    >
      <p>
        The authenticator app, passkeys and recovery codes of{" "}
        <strong className="font-medium">{person.email}</strong> are removed, and they are signed out
        everywhere.
      </p>
      <p className="text-muted">Confirm it’s really them; afterwards only their password is needed.</p>
    </PersonQuestion>
  );
}

interface RevokeDialogProps extends PersonDialogProps {
  readonly invitation: InvitationMeta;
}

export function RevokeDialog({ invitation, ...rest }: RevokeDialogProps) {
  return (
    <PersonQuestion
      {...rest}
      title="Revoke this invitation?"
      button="Revoke"
      tone="danger"
      done={`Revoked the invitation of ${invitation.email}`}
      action={revokeInvitationAction}
      fields={{ invitationId: invitation.id }}
    >
      <p>
        The link for <strong className="font-medium">{invitation.email}</strong> stops working at once.
      </p>
    </PersonQuestion>
  );
}
