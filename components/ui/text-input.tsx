import type { ComponentPropsWithRef } from "react";
import { classNames } from "./class-names";
import { controlHeight, controlStyle } from "./control-style";

interface TextInputProps extends ComponentPropsWithRef<"input"> {
  /** For names and keys, where every character counts. */
  readonly mono?: boolean;
}

/** A line of text. Goes into a `Field`. */
export function TextInput({ mono = false, className, type = "text", ...rest }: TextInputProps) {
  const style = classNames(controlStyle, controlHeight, mono && "font-mono text-sm", className);
  return <input {...rest} type={type} className={style} />;
}
