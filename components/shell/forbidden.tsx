import { ShieldX } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button-link";
import { ROLE_NAMES, type Role } from "@/lib/authorization/actor";
import { Message } from "./message";

interface ForbiddenProps {
  /** The roles that may see it; empty when that is not known. */
  readonly needs: readonly Role[];
  /** Who is signed in, so that nobody wonders whether it is the wrong account. */
  readonly person: { readonly email: string; readonly role: Role } | null;
  /** What else to know. */
  readonly detail?: ReactNode;
}

const either = new Intl.ListFormat("en", { type: "disjunction" });

/** A page that is not for this role: which one is needed, who one is, and whom to ask. */
export function Forbidden({ needs, person, detail }: ForbiddenProps) {
  return (
    <Message
      icon={ShieldX}
      title="You don’t have access"
      actions={<ButtonLink href="/account">Your account</ButtonLink>}
    >
      {needs.length > 0 && (
        <p>
          This page needs the role <strong className="font-medium text-ink">{roleList(needs)}</strong>.
        </p>
      )}
      {person && (
        <p>
          You are signed in as <span className="font-medium break-words text-ink">{person.email}</span>, with
          the role {ROLE_NAMES[person.role]}.
        </p>
      )}
      {detail && <div>{detail}</div>}
      <p>
        If you need it for your work, ask an Owner or a Super Admin of this organisation to change your role.
      </p>
    </Message>
  );
}

function roleList(roles: readonly Role[]): string {
  return either.format(roles.map((role) => ROLE_NAMES[role]));
}
