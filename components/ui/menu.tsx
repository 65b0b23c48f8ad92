"use client";

import { type KeyboardEvent, type MouseEvent, type ReactNode, type ToggleEvent, useId, useRef } from "react";
import { classNames } from "./class-names";
import { menuTarget } from "./menu-keys";
import { positionMenu, positionsItself } from "./menu-position";

interface MenuProps {
  /** Names the button, and the menu after it. Leave it out when `button` has text that says it. */
  readonly label?: string;
  /** What the button shows. */
  readonly button: ReactNode;
  readonly buttonClassName: string;
  /** Which edge of the button the menu lines up with. */
  readonly align?: "start" | "end";
  /** `MenuLink`, `MenuButton`, `MenuHeading`, `MenuSeparator`. */
  readonly children: ReactNode;
  readonly className?: string;
}

/**
 * A button that opens a menu. The browser opens and closes it (popover), so that works before hydration; arrows, Home,
 * End and letters move in it after. Esc, Tab, a choice and a click elsewhere close it and give the focus back.
 */
export function Menu({ label, button, buttonClassName, align = "start", children, className }: MenuProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);

  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== "open" || !menu.current || !opener.current) return;
    if (!positionsItself()) positionMenu(menu.current, opener.current);
    itemsOf(menu.current)[0]?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Tab") return menu.current?.hidePopover();
    const items = itemsOf(event.currentTarget);
    const current = items.findIndex((item) => item.matches(":focus"));
    if (event.key === " ") {
      event.preventDefault();
      return items[current]?.click();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = menuTarget(
      event.key,
      current,
      items.map((item) => (item.textContent ?? "").trim()),
    );
    if (target === null) return;
    event.preventDefault();
    items[target]?.focus();
  };
  const openByArrow = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    event.currentTarget.click();
  };
  const closeOnChoice = (event: MouseEvent<HTMLDivElement>) => {
    if (event.target instanceof Element && event.target.closest('[role^="menuitem"]'))
      menu.current?.hidePopover();
  };

  return (
    <>
      <button
        ref={opener}
        type="button"
        id={`${id}-button`}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={label}
        title={label}
        className={buttonClassName}
        onKeyDown={openByArrow}
      >
        {button}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-labelledby={`${id}-button`}
        data-align={align}
        className={classNames(MENU_STYLE, className)}
        onToggle={onToggle}
        onKeyDown={onKeyDown}
        onClick={closeOnChoice}
      >
        {children}
      </div>
    </>
  );
}

const MENU_STYLE =
  "menu max-h-[min(24rem,70dvh)] min-w-44 max-w-[min(20rem,calc(100vw-1rem))] overflow-y-auto rounded-md border border-line " +
  "bg-raised p-1 text-ink shadow-menu";

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])')];
}
