import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import { controlHeight, controlStyle } from "./control-style";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

interface SelectProps extends ComponentPropsWithRef<"select"> {
  readonly options: readonly SelectOption[];
}

/** The browser's own select with our look. Goes into a `Field`. */
export function Select({ options, className, ...rest }: SelectProps) {
  return (
    <div className={classNames("relative", className)}>
      <select {...rest} className={classNames(controlStyle, controlHeight, "appearance-none pr-8")}>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-muted"
      />
    </div>
  );
}
