"use client";

import { Copy, Ellipsis, History, KeyRound, Pencil, Trash2 } from "lucide-react";
import { memo } from "react";
import { Badge } from "@/components/ui/badge";
import { iconButtonStyle } from "@/components/ui/button-style";
import { classNames } from "@/components/ui/class-names";
import { Menu } from "@/components/ui/menu";
import { MenuDialogLink } from "@/components/ui/menu-dialog-link";
import { MenuButton, MenuSeparator } from "@/components/ui/menu-items";
import { TableCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast-store";
import { CATEGORY_NAMES, type ListedSecret, type SecretMeta } from "@/lib/secrets/model";
import { Highlight } from "./highlight";

export interface RowRights {
  readonly update: boolean;
  readonly delete: boolean;
}

interface SecretRowProps {
  readonly secret: ListedSecret;
  /** Its place in the whole list, counted from 1. */
  readonly index: number;
  readonly search: string;
  readonly isMarked: boolean;
  readonly may: RowRights;
}

/** One secret in the list. Its name opens the change log, its menu the rest. */
export const SecretRow = memo(function SecretRow({ secret, index, search, isMarked, may }: SecretRowProps) {
  return (
    <TableRow aria-rowindex={index + 1} className={classNames("max-sm:pr-12", isMarked && "bg-accent-soft")}>
      <TableCell className="w-72 max-w-72 max-sm:w-full max-sm:max-w-none">
        <span className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 font-mono text-sm font-medium break-all">
            <Highlight text={secret.name} search={search} />
          </span>
          {isMarked && <Badge tone="accent">New</Badge>}
        </span>
      </TableCell>
      <TableCell className="text-muted max-sm:w-full max-sm:empty:hidden">
        {secret.description !== "" && (
          <span className="line-clamp-2 wrap-anywhere" title={secret.description}>
            <Highlight text={secret.description} search={search} />
          </span>
        )}
      </TableCell>
      <TableCell className="w-28 max-lg:hidden">
        <Badge>{CATEGORY_NAMES[secret.category]}</Badge>
      </TableCell>
      <TableCell className="w-44 max-w-44 text-sm">
        <Time value={secret.updatedAt} className="whitespace-nowrap" />
        <span className="block truncate text-muted max-sm:hidden" title={secret.updatedBy}>
          {secret.updatedBy}
        </span>
      </TableCell>
      <TableCell className="w-32 text-sm whitespace-nowrap text-muted max-md:hidden">
        <Time value={secret.createdAt} />
      </TableCell>
      <TableCell className="w-32 text-sm whitespace-nowrap text-muted max-[90rem]:hidden">
        {secret.lastReadAt === null ? "Never" : <Time value={secret.lastReadAt} />}
      </TableCell>
      <TableCell className="w-12 text-right max-sm:absolute max-sm:top-2 max-sm:right-2 max-sm:w-auto max-sm:p-0">
        <RowMenu secret={secret} may={may} />
      </TableCell>
    </TableRow>
  );
});

function RowMenu({ secret, may }: { readonly secret: SecretMeta; readonly may: RowRights }) {
  return (
    <Menu
      label={`Actions for ${secret.name}`}
      button={<Ellipsis aria-hidden className="size-4" />}
      buttonClassName={iconButtonStyle("medium")}
      align="end"
    >
      {may.update && (
        <MenuDialogLink dialog="edit" needs={{ secret: secret.id }}>
          <Pencil aria-hidden />
          Edit
        </MenuDialogLink>
      )}
      {may.update && (
        <MenuDialogLink dialog="edit" needs={{ secret: secret.id, replace: "1" }}>
          <KeyRound aria-hidden />
          New value
        </MenuDialogLink>
      )}
      <MenuDialogLink dialog="changes" needs={{ secret: secret.id }}>
        <History aria-hidden />
        Change logs
      </MenuDialogLink>
      <MenuButton onClick={() => copyName(secret.name)}>
        <Copy aria-hidden />
        Copy name
      </MenuButton>
      {may.delete && <MenuSeparator />}
      {may.delete && (
        <MenuDialogLink dialog="delete" needs={{ secret: secret.id }} isDangerous>
          <Trash2 aria-hidden />
          Delete
        </MenuDialogLink>
      )}
    </Menu>
  );
}

async function copyName(name: string): Promise<void> {
  await navigator.clipboard.writeText(name);
  toast(`Copied ${name}`);
}
