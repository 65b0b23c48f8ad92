"use client";

import {
  Ellipsis,
  KeyRound,
  KeySquare,
  LockOpen,
  ScrollText,
  UserCheck,
  UserCog,
  UserMinus,
  UserX,
} from "lucide-react";
import { iconButtonStyle } from "@/components/ui/button-style";
import { Menu } from "@/components/ui/menu";
import { MenuDialogLink } from "@/components/ui/menu-dialog-link";
import { MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import { auditHref } from "@/lib/audit/reading/view/address";
import { hasSecondFactor } from "@/lib/auth/pending/model";
import type { ListedPerson } from "@/lib/people/list/model";
import { mayTouch } from "@/lib/people/membership/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import type { Viewer } from "./viewer";

/** What can be done to a person by whoever looks; nothing to those that they may not touch. */
export function PersonMenu({ person, viewer }: { readonly person: ListedPerson; readonly viewer: Viewer }) {
  const { id, email, role, status, waitsUntil, factors } = person;
  if (!mayTouch(viewer.role, person.role)) return null;
  const isSelf = id === viewer.id;
  const needs = { person: id };
  return (
    <Menu
      label={`Actions for ${email}`}
      button={<Ellipsis aria-hidden className="size-4" />}
      buttonClassName={iconButtonStyle("medium")}
      align="end"
    >
      <MenuDialogLink dialog="role" needs={needs}>
        <UserCog aria-hidden />
        Change role
      </MenuDialogLink>
      {waitsUntil && !isSelf && (
        <MenuDialogLink dialog="unlock" needs={needs}>
          <LockOpen aria-hidden />
          Unlock
        </MenuDialogLink>
      )}
      {hasSecondFactor(factors) && !isSelf && (
        <MenuDialogLink dialog="factors" needs={needs}>
          <KeyRound aria-hidden />
          Reset second factor
        </MenuDialogLink>
      )}
      {status === "suspended" && (
        <MenuDialogLink dialog="restore" needs={needs}>
          <UserCheck aria-hidden />
          Restore
        </MenuDialogLink>
      )}
      {status === "active" && !isSelf && (
        <MenuDialogLink dialog="suspend" needs={needs}>
          <UserX aria-hidden />
          Suspend
        </MenuDialogLink>
      )}
      {role === "member" && (
        <MenuLink href={`${PEOPLE_PATH}/${id}`}>
          <KeySquare aria-hidden />
          Access
        </MenuLink>
      )}
      <MenuLink href={auditHref({ actor: email })}>
        <ScrollText aria-hidden />
        Audit log
      </MenuLink>
      <MenuSeparator />
      <MenuDialogLink dialog="remove" needs={needs} isDangerous>
        <UserMinus aria-hidden />
        Remove
      </MenuDialogLink>
    </Menu>
  );
}
