"use client";

import { BookOpen, CircleUser, Keyboard, LogOut } from "lucide-react";
import { pageAsksFirst } from "@/components/ui/leaving";
import { Menu } from "@/components/ui/menu";
import { MenuButton, MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import { signOutAction } from "@/lib/auth/actions";
import { ROLE_NAMES, type Role } from "@/lib/authorization/actor";
import { DOCS_PATH } from "@/lib/docs/address";
import { openTool } from "./tool-store";

export const SIGN_OUT_FORM_ID = "sign-out";

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** Who is signed in, as what, and the way out. */
export function AccountMenu({ person }: { readonly person: Person }) {
  const shown = person.name || person.email;
  return (
    <Menu
      align="end"
      className="w-60"
      buttonClassName="flex size-8 shrink-0 items-center justify-center rounded-full border border-line-strong bg-sunken text-xs font-semibold text-muted hover:bg-hover hover:text-ink pointer-coarse:size-10"
      button={
        <>
          <span aria-hidden>{initialsOf(shown)}</span>
          <span className="sr-only">Account: {shown}</span>
        </>
      }
    >
      <div role="presentation" className="px-2 pt-1.5 pb-2">
        <p className="truncate font-medium">{shown}</p>
        {person.name && <p className="truncate text-sm text-muted">{person.email}</p>}
        <p className="mt-1 text-sm text-muted">{ROLE_NAMES[person.role]}</p>
      </div>
      <MenuSeparator />
      <MenuLink href="/account">
        <CircleUser aria-hidden />
        Account
      </MenuLink>
      <MenuLink href={DOCS_PATH}>
        <BookOpen aria-hidden />
        Documentation
      </MenuLink>
      <MenuButton onClick={() => openTool("keys")} className="pointer-coarse:hidden">
        <Keyboard aria-hidden />
        Keyboard shortcuts
      </MenuButton>
      <MenuSeparator />
      <form
        id={SIGN_OUT_FORM_ID}
        action={signOutAction}
        onSubmit={(event) => {
          const form = event.currentTarget;
          if (pageAsksFirst(() => form.requestSubmit())) event.preventDefault();
        }}
        role="presentation"
      >
        <MenuButton type="submit">
          <LogOut aria-hidden />
          Sign out
        </MenuButton>
      </form>
    </Menu>
  );
}

/** Up to two letters: of the first and last word, or the first of an address. */
function initialsOf(name: string): string {
  const words =
    name
      .split("@")[0]
      ?.split(/[\s._-]+/)
      .filter(Boolean) ?? [];
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => (word ? ([...word][0] ?? "") : ""))
    .join("")
    .toUpperCase();
}
