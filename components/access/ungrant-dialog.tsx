"use client";

import { QuestionDialog } from "@/components/ui/question-dialog";
import { deleteGrantAction } from "@/lib/grants/actions";
import type { GrantMeta } from "@/lib/grants/model";
import { grantedOn, holderName } from "./grant-words";

interface UngrantDialogProps {
  readonly grant: GrantMeta;
  readonly closeHref: string;
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

/** Asks before a grant is taken away. */
export function UngrantDialog({ grant, ...shared }: UngrantDialogProps) {
  return (
    <QuestionDialog
      {...shared}
      title="Remove this access?"
      button="Remove access"
      tone="danger"
      done="Access removed"
      action={deleteGrantAction}
      fields={{ grantId: grant.id }}
    >
      <p>
        <strong className="font-medium">{holderName(grant)}</strong> loses access to {grantedOn(grant)}{" "}
        immediately, unless another grant gives it.
      </p>
    </QuestionDialog>
  );
}
