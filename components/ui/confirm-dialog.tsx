"use client";

import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { DialogBody, DialogFooter, dialogFormStyle } from "./dialog-parts";
import { SubmitButton } from "./submit-button";

interface ConfirmDialogProps {
  /** The question, as a title: "Delete STRIPE_KEY?" */
  readonly title: string;
  /** What happens on yes, and whether it can be undone. May hold fields of the form. */
  readonly children: ReactNode;
  /** What yes is called, by its verb: "Delete permanently". */
  readonly confirmLabel: string;
  readonly isDangerous?: boolean;
  /** False until what must be typed has been typed. */
  readonly isReady?: boolean;
  /** The form's action: a server action, or what the browser does. */
  readonly action: (form: FormData) => void;
  readonly onCancel: () => void;
  readonly closeHref: string;
}

/** Asks before doing something that is hard to undo. Cancel has the focus, so Enter alone does no harm. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    title,
    children,
    confirmLabel,
    isDangerous = false,
    isReady = true,
    action,
    onCancel,
    closeHref,
  } = props;
  return (
    <Dialog title={title} shape="narrow" onClose={onCancel} closeHref={closeHref}>
      <form action={action} className={dialogFormStyle}>
        <DialogBody className="flex flex-col gap-4">{children}</DialogBody>
        <DialogFooter>
          <Button autoFocus onClick={onCancel}>
            Cancel
          </Button>
          <SubmitButton tone={isDangerous ? "danger" : "primary"} disabled={!isReady}>
            {confirmLabel}
          </SubmitButton>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
