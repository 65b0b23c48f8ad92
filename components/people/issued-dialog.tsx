"use client";

import { Alert } from "@/components/ui/alert";
import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter } from "@/components/ui/dialog-parts";
import { LinkField } from "@/components/ui/link-field";
import { Time } from "@/components/ui/time";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { IssuedInvitation } from "@/lib/people/invitations/model";
import { PEOPLE_PATH } from "@/lib/people/model";

interface IssuedDialogProps {
  readonly issued: IssuedInvitation;
  readonly onClose: () => void;
}

/** The link of a new invitation, which is shown this once. */
export function IssuedDialog({ issued, onClose }: IssuedDialogProps) {
  const { email, role, link, expiresAt, delivery } = issued;
  return (
    <Dialog title={`Invitation for ${email}`} onClose={onClose} closeHref={PEOPLE_PATH}>
      <DialogBody className="flex flex-col gap-4">
        {delivery === "sent" && (
          <Alert tone="success" role="status" title={`A mail is on its way to ${email}`} />
        )}
        {delivery === "failed" && (
          <Alert tone="warning" role="alert" title="Email not sent">
            Share the link yourself; see the server log for details.
          </Alert>
        )}
        <LinkField label="Invitation link" link={link} />
        <p className="text-muted">
          It makes an account with the role {ROLE_NAMES[role]}, works once, and ends{" "}
          <Time value={expiresAt} as="exact" />. It is shown only now: if it gets lost, invite the same
          address again.
        </p>
      </DialogBody>
      <DialogFooter>
        <ButtonLink
          href={PEOPLE_PATH}
          onClick={(event) => {
            event.preventDefault();
            onClose();
          }}
        >
          Done
        </ButtonLink>
      </DialogFooter>
    </Dialog>
  );
}
