"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { useIsHydrated } from "@/components/ui/clock";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter } from "@/components/ui/dialog-parts";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { toast } from "@/components/ui/toast-store";

interface CreatedKeyProps {
  /** What it is: "API key". */
  readonly kind: string;
  readonly name: string;
  readonly text: string;
  /** What to do with it. */
  readonly children: ReactNode;
  readonly basePath: string;
  readonly onClose: () => void;
}

const LEAVE = {
  title: "Close without copying?",
  text: "You’d have to create a new key.",
  stay: "Go back",
  leave: "Close",
} as const;

/** The key that was just made, the only time that it is shown, and what to do with it. */
export function CreatedKey({ kind, name, text, children, basePath, onClose }: CreatedKeyProps) {
  const [isCopied, setCopied] = useState(false);
  const isHydrated = useIsHydrated();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      toast("Copied the key");
    } catch {
      field.current?.select();
    }
  };
  return (
    <Dialog
      title={`${kind} ${name}`}
      onClose={onClose}
      closeHref={basePath}
      hasUnsaved={() => !isCopied}
      leaveTexts={LEAVE}
    >
      <DialogBody className="flex flex-col gap-4">
        <Alert tone="success" role="status" title="Copy this key now. You won’t see it again.">
          Only a hash of it is kept.
        </Alert>
        <Field label={kind}>
          {(control) => (
            <TextArea
              {...control}
              ref={field}
              readOnly
              rows={2}
              value={text}
              className="resize-none font-mono text-sm break-all"
              autoComplete="off"
              spellCheck={false}
              onFocus={(event) => event.currentTarget.select()}
            />
          )}
        </Field>
        {isHydrated && (
          <div>
            <Button onClick={copy}>
              {isCopied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
              Copy key
            </Button>
          </div>
        )}
        {children}
      </DialogBody>
      <DialogFooter>
        {isHydrated ? (
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        ) : (
          <ButtonLink href={basePath}>Done</ButtonLink>
        )}
      </DialogFooter>
    </Dialog>
  );
}
