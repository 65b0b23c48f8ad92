"use client";

import { KeyRound, SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { secretsPath } from "@/lib/projects/model";
import type { Elsewhere } from "@/lib/secrets/model";
import type { SecretQuery } from "@/lib/secrets/schema";
import { searchWords } from "@/lib/secrets/search-text";
import { queryHref } from "./query-href";

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

interface NothingFoundProps {
  readonly query: SecretQuery;
  readonly basePath: string;
  readonly project: string;
  /** Where else in the project the search finds something. */
  readonly elsewhere: readonly Elsewhere[];
}

/** A search or filter that no secret matches. */
export function NothingFound({ query, basePath, project, elsewhere }: NothingFoundProps) {
  const words = searchWords(query.search);
  const isShort = words.length > 0 && words.every((word) => [...word].length < 3);
  return (
    <EmptyState
      icon={SearchX}
      title={query.search === "" ? "No secret matches these filters" : `No secret matches “${query.search}”`}
      actions={
        <>
          {elsewhere.map(({ environment, name, count }) => (
            <ButtonLink
              key={environment}
              href={queryHref(secretsPath(project, environment), { search: query.search })}
            >
              {`${count.toLocaleString("en")} in ${name}`}
            </ButtonLink>
          ))}
          <ButtonLink href={basePath}>Show all secrets</ButtonLink>
        </>
      }
    >
      {isShort
        ? "With 1–2 letters only the start of names is searched. Type 3 or more."
        : "Searched names and descriptions. Values are never searched."}
    </EmptyState>
  );
}
