import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import { controlHeight, controlStyle } from "./control-style";

interface TextInputProps extends ComponentPropsWithRef<"input"> {
  /** For names and codes, where every character counts: browsers neither complete, capitalise nor correct them. */
  readonly mono?: boolean;
}

const AS_TYPED = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

/** A line of text. Goes into a `Field`. */
export function TextInput({ mono = false, className, type = "text", ...rest }: TextInputProps) {
  const style = classNames(controlStyle, controlHeight, mono && "font-mono text-sm", className);
  return <input {...(mono && AS_TYPED)} {...rest} type={type} className={style} />;
}
