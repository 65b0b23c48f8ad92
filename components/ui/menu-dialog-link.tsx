import type { ReactNode } from "react";
import { DialogLink } from "./dialog-link";
import { menuItemStyle } from "./menu-items";

interface MenuDialogLinkProps {
  readonly dialog: string;
  readonly needs: Readonly<Record<string, string>>;
  readonly isDangerous?: boolean;
  readonly children: ReactNode;
}

/** A choice in a `Menu` that opens a dialog of the page. */
export function MenuDialogLink({ isDangerous = false, ...rest }: MenuDialogLinkProps) {
  return <DialogLink {...rest} role="menuitem" tabIndex={-1} className={menuItemStyle(isDangerous)} />;
}
