import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import { controlStyle } from "./control-style";

interface TextAreaProps extends ComponentPropsWithRef<"textarea"> {
  readonly mono?: boolean;
  /** Shows dots instead of letters; line breaks, length, copy and paste stay as they are. */
  readonly masked?: boolean;
}

/** Several lines of text. Goes into a `Field`. Browsers neither correct nor remember what a masked or `mono` one holds, nor do password managers. */
export function TextArea({ mono = false, masked = false, className, ...rest }: TextAreaProps) {
  const style = classNames(
    controlStyle,
    "min-h-16 resize-y py-1.5",
    mono && "font-mono text-sm",
    masked && "masked",
  );
  const quiet =
    masked || mono
      ? {
          ...{ autoComplete: "off", spellCheck: false, autoCapitalize: "off", autoCorrect: "off" },
          ...{ "data-1p-ignore": true, "data-lpignore": "true", "data-bwignore": true },
        }
      : {};
  return <textarea {...quiet} {...rest} className={classNames(style, className)} />;
}
