"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { lazily } from "@/components/ui/lazily";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { widenApiKeyAction } from "@/lib/api-keys/reads/actions";
import type { ApiKeyPageData } from "@/lib/api-keys/reads/loaders";
import { apiKeyPath } from "@/lib/projects/model";

const NarrowKeyDialog = lazily(() => import("./narrow-key-dialog").then((m) => m.NarrowKeyDialog));
const RevokeKeyDialog = lazily(() => import("./revoke-key-dialog").then((m) => m.RevokeKeyDialog));

/** What opens over the page of a key. */
export function KeyDialogs({ data }: { readonly data: ApiKeyPageData }) {
  const { key, project, may } = data;
  const { name, close } = useDialogParam();
  const router = useRouter();
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
      router.refresh();
    },
    [close, router],
  );
  const path = apiKeyPath(project.slug, key.id);
  const fields = {
    ...{ project: project.slug, keyId: key.id },
    reach: key.project === null ? "organisation" : "project",
  };
  if (name === "narrow" && may.narrow)
    return <NarrowKeyDialog data={data} fields={fields} path={path} onClose={close} onDone={onDone} />;
  if (name === "widen" && may.narrow)
    return (
      <QuestionDialog
        title={`Let ${key.name} reach every secret again?`}
        button="Widen"
        done={`Widened ${key.name}`}
        action={widenApiKeyAction}
        fields={{ ...fields, secrets: "" }}
        closeHref={path}
        onClose={close}
        onDone={onDone}
      >
        <p>
          From its next request on it may use every secret in its scope, also those that are stored later.
        </p>
      </QuestionDialog>
    );
  if (name === "revoke" && may.revoke)
    return (
      <RevokeKeyDialog
        apiKey={key}
        project={project.slug}
        basePath={path}
        onClose={close}
        onRevoked={(revoked) => onDone(`Revoked ${revoked}`)}
      />
    );
  return null;
}
