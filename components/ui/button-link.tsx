import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonTone, buttonStyle } from "./button-style";
import { Link } from "./link";

interface ButtonLinkProps extends ComponentProps<typeof Link> {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
}

/** A link that looks like a button: it leads somewhere, so it works without JavaScript and in a new tab. */
export function ButtonLink({ tone = "secondary", size = "medium", className, ...rest }: ButtonLinkProps) {
  return <Link {...rest} className={buttonStyle(tone, size, className)} />;
}
