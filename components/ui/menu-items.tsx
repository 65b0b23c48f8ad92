import type { ComponentProps, ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";

const ITEM =
  "flex min-h-8 w-full items-center gap-2.5 rounded-sm px-2 py-1 text-left hover:bg-hover focus-visible:bg-hover " +
  "focus-visible:outline-offset-[-2px] pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted";
const DANGER = "text-danger-ink [&_svg]:text-danger-ink";

/** The look of a choice in a `Menu`, for elements that are one by their own means (`role="menuitem"`, `tabIndex={-1}`). */
export function menuItemStyle(isDangerous: boolean, className?: string): string {
  return classNames(ITEM, isDangerous && DANGER, className);
}

interface ItemLook {
  readonly isDangerous?: boolean;
}

/** A choice in a `Menu` that leads somewhere; it works before hydration. */
export function MenuLink({
  isDangerous = false,
  className,
  ...rest
}: ComponentProps<typeof Link> & ItemLook) {
  return <Link {...rest} role="menuitem" tabIndex={-1} className={menuItemStyle(isDangerous, className)} />;
}

/** A choice in a `Menu` that does something: a button, or with `type="submit"` the button of a form around it. */
export function MenuButton({
  isDangerous = false,
  className,
  ...rest
}: ComponentPropsWithRef<"button"> & ItemLook) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      {...rest}
      className={menuItemStyle(isDangerous, className)}
    />
  );
}

/** What the choices below it have in common. Not a choice itself. */
export function MenuHeading({ children }: { readonly children: ReactNode }) {
  return (
    <div role="presentation" className="px-2 pt-1.5 pb-1 text-xs font-medium text-faint">
      {children}
    </div>
  );
}

/** A line between groups of choices. */
export function MenuSeparator() {
  // biome-ignore lint/a11y/useSemanticElements: an <hr> is not allowed as a child of a menu by every reader
  return <div role="separator" className="-mx-1 my-1 border-t border-line" />;
}
