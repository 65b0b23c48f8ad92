"use client";

import { Copy } from "lucide-react";
import { useRef } from "react";
import { Button } from "./button";
import { useIsHydrated } from "./clock";
import { Field } from "./field";
import { TextInput } from "./text-input";
import { toast } from "./toast-store";

interface LinkFieldProps {
  readonly label: string;
  readonly link: string;
}

/** A link that is shown once, to be copied. */
export function LinkField({ label, link }: LinkFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const isHydrated = useIsHydrated();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      toast("Copied the link");
    } catch {
      // Browsers give the clipboard to https alone: selected, it is one key away.
      input.current?.select();
    }
  };
  return (
    <Field label={label}>
      {(control) => (
        <div className="flex gap-2 max-sm:flex-col">
          <TextInput
            {...control}
            ref={input}
            mono
            readOnly
            value={link}
            className="min-w-0 sm:flex-1"
            onFocus={(event) => event.target.select()}
          />
          {isHydrated && (
            <Button onClick={copy}>
              <Copy aria-hidden className="size-4" />
              Copy link
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
