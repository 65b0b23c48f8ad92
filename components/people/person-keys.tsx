"use client";

import { PersonalKeyTable } from "@/components/personal-keys/personal-key-table";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { revokeKeyOfPersonAction } from "@/lib/people/keys/actions";
import type { PersonalKeyMeta } from "@/lib/personal-keys/model";

interface PersonKeysProps {
  readonly personId: string;
  readonly keys: readonly PersonalKeyMeta[];
  readonly mayRevoke: boolean;
}

/** The personal keys of somebody else, which admins revoke. */
export function PersonKeys({ personId, keys, mayRevoke }: PersonKeysProps) {
  const dialog = useDialogParam(["key"]);
  const named = keys.find(({ id }) => id === dialog.params.get("key"));
  return (
    <>
      <PersonalKeyTable keys={keys} mayRevoke={mayRevoke} />
      {dialog.name === "revoke-personal-key" && named && mayRevoke && (
        <QuestionDialog
          key={named.id}
          title={`Revoke ${named.name}?`}
          button="Revoke key"
          tone="danger"
          done={`Revoked ${named.name}`}
          action={revokeKeyOfPersonAction}
          fields={{ personId, keyId: named.id }}
          closeHref="?"
          onClose={dialog.close}
          onDone={(done) => {
            toast(done);
            dialog.close();
          }}
        >
          <p>
            Whatever uses this key is refused immediately. They can make another one while their account
            works.
          </p>
        </QuestionDialog>
      )}
    </>
  );
}
