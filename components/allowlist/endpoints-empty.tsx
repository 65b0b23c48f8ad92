import { SearchX, ShieldCheck } from "lucide-react";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";

interface NoEndpointsProps {
  readonly environmentName: string;
  /** Null for those who may only look. */
  readonly newPath: string | null;
}

/** An environment without endpoints: what belongs here, and the way to the first. */
export function NoEndpoints({ environmentName, newPath }: NoEndpointsProps) {
  return (
    <EmptyState
      icon={ShieldCheck}
      title={`No endpoints in ${environmentName} yet`}
      actions={
        newPath && (
          <ButtonLink href={newPath} tone="primary">
            Add the first endpoint
          </ButtonLink>
        )
      }
    >
      An endpoint is an outside address that your programs and agents may call through Strongroom. They send
      plain data; Strongroom encrypts it, signs it, adds the credentials and sends it on. Keys never leave
      Strongroom; replacing one needs no change in your apps.
    </EmptyState>
  );
}

interface NothingFoundProps {
  readonly search: string;
  /** Whether no filter narrowed it. */
  readonly isAll: boolean;
  readonly environmentName: string;
  readonly href: string;
}

/** A search or filter that no endpoint matches. */
export function NothingFound({ search, isAll, environmentName, href }: NothingFoundProps) {
  return (
    <EmptyState
      icon={SearchX}
      title={search === "" ? "No endpoint has this status" : `No endpoint matches “${search}”`}
      actions={<ButtonLink href={href}>Show all endpoints</ButtonLink>}
    >
      {search === ""
        ? "Endpoints with another status are not shown here."
        : `Names, addresses and descriptions in ${environmentName} were searched${isAll ? "." : ", of endpoints with this status."}`}
    </EmptyState>
  );
}
