import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import { controlHeight, controlStyle } from "./control-style";

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

export interface SelectGroup {
  readonly label: string;
  readonly options: readonly SelectOption[];
}

interface SelectProps extends ComponentPropsWithRef<"select"> {
  readonly options: readonly SelectOption[];
  /** Further options, under headings. */
  readonly groups?: readonly SelectGroup[];
}

/** The browser's own select with our look. Goes into a `Field`. */
export function Select({ options, groups = [], className, ...rest }: SelectProps) {
  return (
    <div className={classNames("relative", className)}>
      <select {...rest} className={classNames(controlStyle, controlHeight, "appearance-none pr-8")}>
        <Options options={options} />
        {groups.map((group) => (
          <optgroup key={group.label} label={group.label}>
            <Options options={group.options} />
          </optgroup>
        ))}
      </select>
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 my-auto size-4 text-muted"
      />
    </div>
  );
}

function Options({ options }: Pick<SelectProps, "options">) {
  return options.map(({ value, label }) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
}
