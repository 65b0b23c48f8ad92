"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogCancel } from "@/components/ui/dialog-cancel";
import { DialogBody, DialogFooter, dialogFormStyle } from "@/components/ui/dialog-parts";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { TextArea } from "@/components/ui/text-area";
import { fetchFile, type RefusedFile } from "./fetch-file";

export interface EvidenceProps {
  /** Where the file is made. */
  readonly action: string;
  /** What the page is narrowed to. */
  readonly input: Readonly<Record<string, string | undefined>>;
  /** Where the page is without the dialog. */
  readonly closeHref: string;
  /** What the file is verified with. */
  readonly verifierKey: string;
}

/** Asks for an older checkpoint and downloads the file; without JavaScript the browser does. */
export function EvidenceDialog({
  action,
  input,
  closeHref,
  verifierKey,
  onClose,
}: EvidenceProps & { onClose(): void }) {
  const [refused, setRefused] = useState<RefusedFile | null>(null);
  const [isMaking, setIsMaking] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isMaking) return;
    const fields = [...new FormData(event.currentTarget)].map(([field, value]) => [field, String(value)]);
    setIsMaking(true);
    const failure = await fetchFile(`${action}?${new URLSearchParams(fields)}`, "audit-evidence.jsonl");
    setIsMaking(false);
    setRefused(failure);
    if (!failure) onClose();
  };
  const sinceErrors = refused?.errors.since ?? [];
  return (
    <Dialog
      title="Evidence"
      description="The events that fit these filters, each with a proof that it is in the log."
      onClose={onClose}
      closeHref={closeHref}
    >
      <form action={action} method="get" onSubmit={submit} className={dialogFormStyle} noValidate>
        <DialogBody className="flex flex-col gap-4">
          <FormError message={sinceErrors.length > 0 ? null : (refused?.detail ?? null)} attempt={refused} />
          <p>
            Somebody who has no access to Strongroom checks the file with the key below, on{" "}
            <a href="/audit-verify.html" download className="underline">
              a page for their own disk
            </a>{" "}
            or with <code className="font-mono text-sm">strongroom audit verify</code>. At most 10,000 events.
            That it was made is on record.
          </p>
          {Object.entries(input).map(
            ([field, value]) => value && <input key={field} type="hidden" name={field} value={value} />,
          )}
          <Field
            label="Older checkpoint (optional)"
            hint="The text of a checkpoint that was kept elsewhere, or how many events the log had. The file then proves that nothing before it was changed since."
            errors={sinceErrors}
          >
            {(control) => <TextArea {...control} name="since" mono rows={4} maxLength={4_096} />}
          </Field>
          <div>
            <p className="font-medium">Verifier key</p>
            <p className="mt-1 font-mono text-sm break-all select-all">{verifierKey}</p>
            <p className="mt-1 text-sm text-muted">Pass it on by another way than the file.</p>
          </div>
        </DialogBody>
        <DialogFooter>
          <DialogCancel href={closeHref} />
          <Button type="submit" tone="primary" aria-disabled={isMaking}>
            {isMaking ? "Making it …" : "Download evidence"}
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
