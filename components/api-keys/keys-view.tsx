"use client";

import { Bot } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback } from "react";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { lazily } from "@/components/ui/lazily";
import { PageLinks } from "@/components/ui/page-links";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { ApiKeysPageData } from "@/lib/api-keys/loaders";
import type { ApiKeyMeta } from "@/lib/api-keys/model";
import { KeyTable } from "./key-table";

const CreateKeyDialog = lazily(() => import("./create-key-dialog").then((m) => m.CreateKeyDialog));
const RevokeKeyDialog = lazily(() => import("./revoke-key-dialog").then((m) => m.RevokeKeyDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["key"];

/** The API keys of a project and the dialogs that open over them. */
export function KeysView({ data, basePath }: { readonly data: ApiKeysPageData; readonly basePath: string }) {
  const { page, may } = data;
  const dialog = useDialogParam(DIALOG_NEEDS);
  const { close } = dialog;
  const router = useRouter();
  const onRevoked = useCallback(
    (name: string) => {
      toast(`Revoked ${name}`);
      close();
      router.refresh();
    },
    [close, router],
  );
  const mayRevoke = ({ project, status }: ApiKeyMeta) =>
    status !== "revoked" && (project === null ? may.organisation : may.revoke);
  const keyId = dialog.params.get("key");
  const apiKey = page.items.find(({ id }) => id === keyId);
  return (
    <>
      <KeyTable
        project={data.project.slug}
        keys={page.items}
        mayRevoke={mayRevoke}
        empty={<NoKeys data={data} />}
        footer={<PageLinks label="keys" params={dialog.params} next={page.next} />}
      />
      {dialog.name === "create" && may.create && (
        <CreateKeyDialog data={data} basePath={basePath} onClose={close} />
      )}
      {dialog.name === "revoke" && apiKey && mayRevoke(apiKey) && (
        <RevokeKeyDialog
          apiKey={apiKey}
          project={data.project.slug}
          basePath={basePath}
          onClose={close}
          onRevoked={onRevoked}
        />
      )}
    </>
  );
}

function NoKeys({ data: { query, project, may } }: { readonly data: ApiKeysPageData }) {
  if ([query.maker, query.kind, query.used, query.expires].some(Boolean))
    return <p className="text-muted">No key matches these filters.</p>;
  if (query.show === "revoked") {
    return (
      <EmptyState icon={Bot} title="No key was revoked">
        A revoked key stays listed here, with who revoked it and when.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Bot}
      title={`No API keys in ${project.name} yet`}
      actions={
        may.create && (
          <DialogLink dialog="create" tone="primary">
            Create the first key
          </DialogLink>
        )
      }
    >
      An API key lets a program, a CI job or an agent get the secrets that it is allowed, and nothing else.
      Give each its own, so that one can be revoked without stopping the rest.
    </EmptyState>
  );
}
