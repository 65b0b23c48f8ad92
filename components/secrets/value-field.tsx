"use client";

import { type DragEvent, useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import { VALUE_BYTES_MAX, valueIssue } from "@/lib/secrets/model";
import { GenerateValue } from "./generate-value-control";
import { valueWarnings } from "./value-warnings";

interface ValueFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly errors: readonly string[];
  /** What the warnings go by; left out: none. */
  readonly environment?: string;
  readonly autoFocus?: boolean;
  /** Whether one may be made up here. */
  readonly mayGenerate?: boolean;
}

/**
 * A value on its way in: dots unless asked, counted in bytes, never remembered by the browser. What a text area cannot
 * hold (CRLF) stays as it was pasted or dropped: the field knows the exact text beside what the text area shows.
 */
export function ValueField(props: ValueFieldProps) {
  const { label, value, onChange, errors, environment, autoFocus, mayGenerate = true } = props;
  const [isShown, setShown] = useState(false);
  const [fileIssue, setFileIssue] = useState<string | null>(null);
  const change = (exact: string) => {
    setFileIssue(null);
    onChange(exact);
  };
  const field = useTypedBefore<HTMLTextAreaElement>(change);
  const live = value === "" ? null : valueIssue(value);
  const shown = fileIssue ? [fileIssue] : live ? [live] : value === "" ? errors : [];
  const warnings = live || environment === undefined ? [] : valueWarnings(value, environment);
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={label}
        errors={shown}
        aside={bytesOf(value)}
        hint={<ValueHint value={value} warnings={warnings} />}
      >
        {(control) => (
          <TextArea
            {...control}
            ref={field}
            mono
            masked={!isShown}
            name="value"
            rows={3}
            autoFocus={autoFocus}
            required={false}
            value={value.replaceAll("\r\n", "\n")}
            onChange={(event) => change(keepLineEnds(value, event.target.value))}
            onPaste={(event) => pasteExact(event, value, change)}
            onDrop={(event) => dropFile(event, change, setFileIssue)}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <Checkbox label="Show value" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
        {mayGenerate && <GenerateValue value={value} onChange={change} />}
      </div>
    </div>
  );
}

function ValueHint({ value, warnings }: { readonly value: string; readonly warnings: readonly string[] }) {
  const id = useId();
  const notes = value.includes("\r\n")
    ? [...warnings, "Contains Windows line endings (CRLF); kept as is."]
    : warnings;
  if (notes.length === 0) return "Encrypted on save; cannot be viewed again. Paste, or drop a text file.";
  return (
    <ul className="flex flex-col gap-0.5 text-warning-ink" aria-live="polite">
      {notes.map((note) => (
        <li key={`${id}${note}`}>{note}</li>
      ))}
    </ul>
  );
}

function bytesOf(value: string): string {
  const bytes = new TextEncoder().encode(value).length;
  return `${bytes.toLocaleString("en")} / ${VALUE_BYTES_MAX.toLocaleString("en")} bytes`;
}

/** A text area shows LF only: typing into a value with CRLF throughout keeps it that way. */
function keepLineEnds(before: string, typed: string): string {
  return before.includes("\r\n") ? typed.replaceAll("\n", "\r\n") : typed;
}

/** The browser would turn CRLF into LF. Into an empty field, the clipboard's text goes as it is. */
function pasteExact(
  event: React.ClipboardEvent<HTMLTextAreaElement>,
  value: string,
  change: (v: string) => void,
) {
  const text = event.clipboardData.getData("text/plain");
  if (value !== "" || !text.includes("\r\n")) return;
  event.preventDefault();
  change(text);
}

async function dropFile(event: DragEvent, change: (value: string) => void, setIssue: (text: string) => void) {
  const file = event.dataTransfer.files[0];
  if (!file) return;
  event.preventDefault();
  if (file.size > VALUE_BYTES_MAX) {
    setIssue(`A value has at most 65,536 bytes (64 KiB). This file has ${file.size.toLocaleString("en")}.`);
    return;
  }
  try {
    change(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer()));
  } catch {
    setIssue("This file is not UTF-8 text, which is all that can be stored.");
  }
}
