"use client";

import { useCallback } from "react";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { deleteGrantAction } from "@/lib/grants/actions";
import type { GrantMeta } from "@/lib/grants/model";
import { GrantDialog, type GrantSubject } from "./grant-dialog";
import { grantedOn, holderName } from "./grant-words";

const DIALOG_NEEDS = ["grant"];

interface AccessDialogsProps {
  readonly subject: GrantSubject;
  readonly grants: readonly GrantMeta[];
  readonly pagePath: string;
}

/** What opens over a page that lists grants. */
export function AccessDialogs({ subject, grants, pagePath }: AccessDialogsProps) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
    },
    [close],
  );
  const shared = { closeHref: pagePath, onClose: close, onDone };
  const grant = grants.find(({ id }) => id === params.get("grant"));
  if (name === "grant") return <GrantDialog subject={subject} {...shared} />;
  if (name !== "ungrant" || !grant) return null;
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
