"use client";

import { useCallback } from "react";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { counted } from "@/lib/counted";
import { rotateMasterKeyAction, rotateProjectKeyAction } from "@/lib/organisation/keys/actions";
import type { KeysPageData } from "@/lib/organisation/keys/loaders";
import { KEYS_PATH } from "@/lib/organisation/keys/model";

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["project"];

interface KeyDialogsProps {
  readonly projects: KeysPageData["projectKeys"];
  readonly instanceCount: number;
  readonly isOwnFile: boolean;
}

/** The questions before a key is rotated. */
export function KeyDialogs({ projects, instanceCount, isOwnFile }: KeyDialogsProps) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onDone = useCallback(
    (text: string) => {
      toast(text);
      close();
    },
    [close],
  );
  const dialog = { closeHref: KEYS_PATH, onClose: close, onDone };
  if (name === "master-key" && isOwnFile)
    return (
      <QuestionDialog
        {...dialog}
        title="Rotate the master key?"
        button="Rotate master key"
        action={rotateMasterKeyAction}
        fields={{}}
        done={({ projectKeyCount }) =>
          `Rotated the master key; ${counted(projectKeyCount, "project key")} rewrapped`
        }
      >
        <p>
          A new key is made in the data directory. Once {whoHolds(instanceCount)} it, the keys of projects are
          wrapped by it. No secret is touched, and nobody is signed out.
        </p>
        <p>
          Afterwards back up the new key, and make new shares of it. Backups from before need the old one.
        </p>
      </QuestionDialog>
    );
  const project = projects.find((one) => one.project === params.get("project"));
  if (name !== "project-key" || !project) return null;
  return (
    <QuestionDialog
      {...dialog}
      title={`Rotate the key of ${project.projectName}?`}
      button="Rotate key"
      action={rotateProjectKeyAction}
      fields={{ project: project.project }}
      done={`Rotated the key of ${project.projectName}; its values are being sealed anew`}
    >
      <p>
        Every value of the project is sealed anew in the background, while it can be read and replaced. Then
        the key before is erased.
      </p>
    </QuestionDialog>
  );
}

function whoHolds(instanceCount: number): string {
  return instanceCount === 1 ? "this instance holds" : `all ${instanceCount} running instances hold`;
}
