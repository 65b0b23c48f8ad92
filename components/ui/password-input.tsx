"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentPropsWithRef, useState } from "react";
import { IconButton } from "./button";
import { TextInput } from "./text-input";

type PasswordInputProps = Omit<ComponentPropsWithRef<"input">, "type">;

/** A password with a button that shows it. Hidden again by every new render of the page, never shown by default. */
export function PasswordInput(props: PasswordInputProps) {
  const [isShown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextInput {...props} type={isShown ? "text" : "password"} className="pr-10" spellCheck={false} />
      <IconButton
        label={isShown ? "Hide password" : "Show password"}
        size="small"
        aria-pressed={isShown}
        className="absolute inset-y-0 right-0.5 my-auto"
        onClick={() => setShown(!isShown)}
      >
        {isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </IconButton>
    </div>
  );
}
