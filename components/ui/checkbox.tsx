import type { ComponentPropsWithRef, ReactNode } from "react";
import { classNames } from "./class-names";

interface CheckboxProps extends Omit<ComponentPropsWithRef<"input">, "type"> {
  readonly label: ReactNode;
}

/** A checkbox with its label, the whole of which is the target. */
export function Checkbox({ label, className, ...rest }: CheckboxProps) {
  return (
    <label className={classNames("flex min-h-6 cursor-pointer items-center gap-2", className)}>
      <input {...rest} type="checkbox" className="size-4 shrink-0" />
      <span>{label}</span>
    </label>
  );
}
