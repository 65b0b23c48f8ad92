"use client";

import { useSearchParams } from "next/navigation";
import type { ComponentPropsWithRef, KeyboardEvent, MouseEvent } from "react";
import { type ButtonSize, type ButtonTone, buttonStyle } from "./button-style";
import { dialogHref } from "./dialog-url";
import { isForTheBrowser } from "./plain-click";

interface DialogLinkProps extends Omit<ComponentPropsWithRef<"a">, "href"> {
  /** The name of the dialog in the address. */
  readonly dialog: string;
  readonly needs?: Readonly<Record<string, string>>;
  /** The page that opens it without JavaScript and in a new tab; this one unless told. */
  readonly page?: string;
  /** Makes it look like a button. */
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
}

/**
 * Opens a dialog of the page it is on. A plain link before hydration and in a new tab; after hydration it changes the
 * address without asking the server. Named as a button, because that is what it does.
 */
export function DialogLink({
  dialog,
  needs = {},
  page = "",
  tone,
  size = "medium",
  className,
  onClick,
  ...rest
}: DialogLinkProps) {
  const params = useSearchParams();
  const opened = dialogHref(params, dialog, needs);
  const href = `${page}${opened}`;
  const open = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || isForTheBrowser(event)) return;
    event.preventDefault();
    window.history.pushState(null, "", opened);
  };
  const style = tone ? buttonStyle(tone, size, className) : className;
  // biome-ignore lint/a11y/useSemanticElements: a button would do nothing before hydration
  return <a role="button" {...rest} href={href} className={style} onClick={open} onKeyDown={pressOnSpace} />;
}

function pressOnSpace(event: KeyboardEvent<HTMLAnchorElement>): void {
  if (event.key !== " ") return;
  event.preventDefault();
  event.currentTarget.click();
}
