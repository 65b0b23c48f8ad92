"use client";

import type { ComponentProps } from "react";
import { Badge } from "@/components/ui/badge";
import { useNow } from "@/components/ui/clock";
import { DialogLink } from "@/components/ui/dialog-link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { InvitationMeta } from "@/lib/people/invitations/model";
import type { Viewer } from "./viewer";

interface InvitationListProps extends Pick<ComponentProps<typeof Table>, "footer"> {
  readonly invitations: readonly InvitationMeta[];
  readonly viewer: Viewer;
}

/** Invitations that nobody accepted yet. */
export function InvitationList({ invitations, viewer, ...rest }: InvitationListProps) {
  const actions: Column<InvitationMeta> = {
    title: "Actions",
    kind: "actions",
    className: "w-28",
    cell: ({ id, email, role }) =>
      viewer.roles.includes(role) && (
        <DialogLink dialog="revoke" needs={{ invitation: id }} tone="secondary" size="small">
          Revoke <span className="sr-only">the invitation of {email}</span>
        </DialogLink>
      ),
  };
  const columns = [...COLUMNS, actions];
  return (
    <Table
      {...rest}
      label="Pending invitations"
      columns={columns}
      rows={invitations}
      rowKey={({ id }) => id}
    />
  );
}

const COLUMNS: readonly Column<InvitationMeta>[] = [
  { title: "Address", className: "font-medium wrap-anywhere", cell: ({ email }) => email },
  { title: "Role", className: "w-32", cell: ({ role }) => ROLE_NAMES[role] },
  {
    title: "Invited by",
    className: "text-sm text-muted wrap-anywhere",
    cell: ({ createdBy }) => createdBy,
  },
  {
    title: "Expires",
    className: "w-40 text-sm whitespace-nowrap text-muted",
    cell: ({ expiresAt }) => <Expiry expiresAt={expiresAt} />,
  },
];

function Expiry({ expiresAt }: Pick<InvitationMeta, "expiresAt">) {
  const now = useNow();
  const isExpired = now !== null && new Date(expiresAt).getTime() <= now;
  return isExpired ? <Badge tone="warning">Expired</Badge> : <Time value={expiresAt} />;
}
