import type { ComponentPropsWithRef, ReactNode } from "react";
import { type ButtonSize, type ButtonTone, buttonStyle, iconButtonStyle } from "./button-style";

interface ButtonProps extends ComponentPropsWithRef<"button"> {
  readonly tone?: ButtonTone;
  readonly size?: ButtonSize;
}

/** A button. Its type is `button` unless said otherwise, so it never sends a form by accident. */
export function Button({
  tone = "secondary",
  size = "medium",
  className,
  type = "button",
  ...rest
}: ButtonProps) {
  return <button {...rest} type={type} className={buttonStyle(tone, size, className)} />;
}

interface IconButtonProps extends Omit<ComponentPropsWithRef<"button">, "aria-label"> {
  /** What it does, for people who do not see the icon and as the tooltip for those who do. */
  readonly label: string;
  readonly size?: ButtonSize;
  readonly children: ReactNode;
}

/** A square button with an icon, always named. */
export function IconButton({ label, size = "medium", className, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type={type}
      aria-label={label}
      className={iconButtonStyle(size, className)}
    />
  );
}
