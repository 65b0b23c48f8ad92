"use client";

import { KeyRound, SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import type { SecretQuery } from "@/lib/secrets/schema";

/** An environment without secrets: what belongs here, and the way to the first. */
export function NoSecrets(props: { readonly environmentName: string; readonly mayCreate: boolean }) {
  return (
    <EmptyState
      icon={KeyRound}
      title={`No secrets in ${props.environmentName} yet`}
      actions={
        props.mayCreate && (
          <>
            <DialogLink dialog="store" tone="primary">
              Store the first secret
            </DialogLink>
            <DialogLink dialog="import" tone="secondary">
              Import a .env file
            </DialogLink>
          </>
        )
      }
    >
      Keep API keys, tokens, passwords and private keys here. A value is encrypted when you save it and is
      never shown in a browser again; programs get it at run time.
    </EmptyState>
  );
}

/** A search or filter that no secret matches. */
export function NothingFound({
  query,
  basePath,
}: {
  readonly query: SecretQuery;
  readonly basePath: string;
}) {
  const isShort = [...query.search].length < 3 && query.search !== "";
  return (
    <EmptyState
      icon={SearchX}
      title={query.search === "" ? "No secret matches these filters" : `No secret matches “${query.search}”`}
      actions={<ButtonLink href={basePath}>Show all secrets</ButtonLink>}
    >
      {isShort
        ? "One or two letters match the beginning of names. Type a third to search inside names and descriptions."
        : "Names and descriptions of this environment were searched. Values never are."}
    </EmptyState>
  );
}
