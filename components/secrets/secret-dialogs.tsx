"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { secretPathIn, secretsPath } from "@/lib/projects/model";
import type { SecretMeta, SecretRights } from "@/lib/secrets/model";
import { type AddedVersion, savedMessage } from "./saved-message";

const ReplaceDialog = lazily(() => import("./replace-dialog").then((m) => m.ReplaceDialog));
const EditDialog = lazily(() => import("./edit-dialog").then((m) => m.EditDialog));
const DeleteDialog = lazily(() => import("./delete-dialog").then((m) => m.DeleteDialog));

/** Parameters of the address that only these dialogs use. */
const DIALOG_NEEDS = ["secret", "replace"];

interface SecretDialogsProps {
  readonly scope: EnvironmentRef;
  readonly secret: SecretMeta;
  readonly pagePath: string;
  readonly may: SecretRights;
}

/** The dialogs that open over the pages of one secret. */
export function SecretDialogs({ scope, secret, pagePath, may }: SecretDialogsProps) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const router = useRouter();
  const basePath = secretsPath(scope.project, scope.environment);
  const onSaved = useCallback(
    (changed: SecretMeta, added: AddedVersion | null) => {
      toast(savedMessage(changed.name, added));
      close();
      if (changed.name === secret.name) router.refresh();
      else router.replace(secretPathIn(basePath, changed.name));
    },
    [basePath, close, router, secret.name],
  );
  const onDeleted = useCallback(
    (deleted: { readonly name: string }) => {
      toast(`Deleted ${deleted.name}. Its change log is kept.`);
      close();
      router.replace(basePath);
    },
    [basePath, close, router],
  );
  const shared = { secret, scope, onClose: close };
  return (
    <>
      {name === "value" && may.rotate && <ReplaceDialog {...shared} pagePath={pagePath} onSaved={onSaved} />}
      {name === "edit" && may.update && (
        <EditDialog
          {...shared}
          basePath={basePath}
          environmentName={scope.environment}
          mayReplace={may.rotate}
          isReplacing={params.get("replace") === "1"}
          onSaved={onSaved}
        />
      )}
      {name === "delete" && may.delete && (
        <DeleteDialog {...shared} basePath={basePath} onDeleted={onDeleted} />
      )}
    </>
  );
}
