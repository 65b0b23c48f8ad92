"use client";

import { Copy } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { copyText } from "@/components/ui/copy-text";
import { Menu } from "@/components/ui/menu";
import { MenuButton } from "@/components/ui/menu-items";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { secretReferences } from "./secret-references";

interface CopyMenuProps {
  readonly scope: EnvironmentRef;
  readonly name: string;
}

/** Copies what a program or a shell gets a secret with. */
export function CopyMenu({ scope, name }: CopyMenuProps) {
  const references = secretReferences({ ...scope, name }, "");
  // Where the person reached it is where it is; the server would have to guess.
  const copy = (at: number) => {
    const reference = secretReferences({ ...scope, name }, window.location.origin)[at];
    return reference && copyText(reference.text, reference.label);
  };
  return (
    <Menu button="Copy reference" buttonClassName={buttonStyle("secondary", "medium")}>
      {references.map(({ label }, at) => (
        <MenuButton key={label} onClick={() => copy(at)}>
          {label}
        </MenuButton>
      ))}
    </Menu>
  );
}

/** Copies the name of a secret. */
export function CopyName({ name }: Pick<CopyMenuProps, "name">) {
  return (
    <IconButton label="Copy name" size="small" onClick={() => copyText(name, name)}>
      <Copy aria-hidden className="size-4" />
    </IconButton>
  );
}
