"use client";

import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/clock";
import { DialogLink } from "@/components/ui/dialog-link";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { InvitationMeta } from "@/lib/people/invitations/model";
import type { Viewer } from "./viewer";

interface InvitationListProps {
  readonly invitations: readonly InvitationMeta[];
  readonly viewer: Viewer;
}

/** Invitations that nobody accepted yet. */
export function InvitationList({ invitations, viewer }: InvitationListProps) {
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label="Open invitations">
        <TableHead>
          <TableRow>
            <TableHeaderCell className="rounded-tl-lg">Address</TableHeaderCell>
            <TableHeaderCell className="w-32">Role</TableHeaderCell>
            <TableHeaderCell>Invited by</TableHeaderCell>
            <TableHeaderCell className="w-40">Expires</TableHeaderCell>
            <TableHeaderCell className="w-28 rounded-tr-lg">
              <span className="sr-only">Actions</span>
            </TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {invitations.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} viewer={viewer} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

interface InvitationRowProps {
  readonly invitation: InvitationMeta;
  readonly viewer: Viewer;
}

function InvitationRow({ invitation, viewer }: InvitationRowProps) {
  const { id, email, role, createdBy, expiresAt } = invitation;
  const now = useNow();
  const isExpired = now !== null && new Date(expiresAt).getTime() <= now;
  return (
    <TableRow className="max-sm:pr-24">
      <TableCell className="font-medium wrap-anywhere max-sm:w-full">{email}</TableCell>
      <TableCell>{ROLE_NAMES[role]}</TableCell>
      <TableCell className="text-sm text-muted wrap-anywhere max-sm:w-full">
        <span className="sm:hidden">Invited by </span>
        {createdBy}
      </TableCell>
      <TableCell className="text-sm whitespace-nowrap text-muted">
        {isExpired ? (
          <Badge tone="warning">Expired</Badge>
        ) : (
          <>
            <span className="sm:hidden">Expires </span>
            <Time value={expiresAt} />
          </>
        )}
      </TableCell>
      <TableCell className="text-right max-sm:absolute max-sm:top-2 max-sm:right-2 max-sm:p-0">
        {viewer.roles.includes(role) && (
          <DialogLink dialog="revoke" needs={{ invitation: id }} tone="secondary" size="small">
            Revoke <span className="sr-only">the invitation of {email}</span>
          </DialogLink>
        )}
      </TableCell>
    </TableRow>
  );
}
