import { Check } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names";
import { Link } from "./link";
import { LinkPending } from "./link-pending";

interface ChipLinkProps extends ComponentProps<typeof Link> {
  readonly isOn: boolean;
}

/** A filter that is on or off. A link, so that the state lives in the address and works without JavaScript. */
export function ChipLink({ isOn, className, children, ...rest }: ChipLinkProps) {
  const look = isOn
    ? "border-accent-ink bg-accent-soft text-accent-ink"
    : "border-line-strong text-muted hover:bg-hover hover:text-ink";
  const style =
    "inline-flex h-7 items-center gap-1 rounded-full border px-2.5 text-sm whitespace-nowrap print:hidden pointer-coarse:h-9";
  return (
    <Link {...rest} aria-current={isOn || undefined} className={classNames(style, look, className)}>
      {isOn && <Check aria-hidden className="size-3.5" />}
      {children}
      <LinkPending />
    </Link>
  );
}
