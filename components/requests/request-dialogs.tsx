"use client";

import { useState } from "react";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { counted } from "@/lib/counted";
import { applyAtOnceAction, approveAction, rejectAction, withdrawAction } from "@/lib/requests/actions";
import { type RequestDetail, requestPath } from "@/lib/requests/model";
import { DecideDialog } from "./decide-dialog";

/** The dialogs of a request that waits: whichever the address names, for who may. */
export function RequestDialogs({ request }: { readonly request: RequestDetail }) {
  const { name, close } = useDialogParam();
  const { id, title, approvals } = request;
  // As they were when the page came: once it is decided there are none, and the dialog has yet to say that it is done.
  const [rights] = useState(request.rights);
  const onDone = (done: string) => {
    toast(done);
    close();
  };
  const shared = { request: id, onClose: close, onDone };
  const left = approvals.needed - approvals.count - 1;
  if (name === "approve" && rights.decide)
    return (
      <DecideDialog
        {...shared}
        title="Approve this request?"
        label="Comment (optional)"
        button="Approve"
        action={approveAction}
        done={({ missing }) =>
          missing === 0 ? "Approved and carried out" : `Approved. ${counted(missing, "approval")} missing`
        }
      >
        {left > 0
          ? `${title}. It is carried out after ${counted(left, "more approval")}.`
          : `${title}. It is carried out at once.`}
      </DecideDialog>
    );
  if (name === "reject" && rights.decide)
    return (
      <DecideDialog
        {...shared}
        title="Reject this request?"
        label="Reason (optional)"
        button="Reject"
        tone="danger"
        action={rejectAction}
        done="Rejected"
      >
        It ends for good, and what was entered for it is deleted.
      </DecideDialog>
    );
  if (name === "emergency" && rights.applyAtOnce)
    return (
      <DecideDialog
        {...shared}
        title="Carry it out without approvals?"
        label="Reason"
        button="Carry out now"
        tone="danger"
        action={applyAtOnceAction}
        done="Carried out as an emergency"
      >
        It is marked as an emergency here and in the audit log, with your name and the reason.
      </DecideDialog>
    );
  if (name === "withdraw" && rights.withdraw)
    return (
      <QuestionDialog
        title="Withdraw this request?"
        done="Withdrawn"
        button="Withdraw"
        action={withdrawAction}
        fields={{ request: id }}
        closeHref={requestPath(id)}
        onClose={close}
        onDone={onDone}
      >
        <p>What you entered for it is deleted.</p>
      </QuestionDialog>
    );
  return null;
}
