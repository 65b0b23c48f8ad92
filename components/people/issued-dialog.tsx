"use client";

import { Copy } from "lucide-react";
import { useRef } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useIsHydrated } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter } from "@/components/ui/dialog-parts";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast-store";
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
        <LinkField link={link} />
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

function LinkField({ link }: { readonly link: string }) {
  const input = useRef<HTMLInputElement>(null);
  const isHydrated = useIsHydrated();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      toast("Copied the link");
    } catch {
      // Browsers give the clipboard to https alone: selected, it is one key away.
      input.current?.select();
    }
  };
  return (
    <Field label="Invitation link">
      {(control) => (
        <div className="flex gap-2 max-sm:flex-col">
          <TextInput
            {...control}
            ref={input}
            mono
            readOnly
            value={link}
            className="min-w-0 sm:flex-1"
            onFocus={(event) => event.target.select()}
          />
          {isHydrated && (
            <Button onClick={copy}>
              <Copy aria-hidden className="size-4" />
              Copy link
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
