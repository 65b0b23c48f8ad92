"use client";

import { type DragEvent, useState } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { Checkbox } from "@/components/ui/checkbox";
import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { useTypedBefore } from "@/components/ui/use-typed-before";

const HINT =
  "A .env file, a JSON object or a flat YAML file: paste it, drop it here, or choose it. Values are encrypted when imported.";
/** Without JavaScript the page comes back with the report, but never with values. */
const PASTE_AGAIN = "Paste the lines again to import them: values are not sent back to the browser.";
const BYTES_MAX = 512 * 1_024;

interface ImportSourceProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly errors: readonly string[];
  readonly isPastAgain: boolean;
}

/** The text to import: pasted, dropped, or of a chosen file, which does not leave the browser before it is sent. */
export function ImportSource({ text, onText, errors, isPastAgain }: ImportSourceProps) {
  const [isShown, setShown] = useState(false);
  const [isOver, setOver] = useState(false);
  const [issue, setIssue] = useState<string | null>(null);
  const field = useTypedBefore<HTMLTextAreaElement>(onText);
  const type = (typed: string) => {
    setIssue(null);
    onText(typed);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    const read = await textOf(file);
    if ("issue" in read) return setIssue(read.issue);
    type(read.text);
    field.current?.focus();
  };
  const onDrop = (event: DragEvent) => {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  };
  return (
    <>
      <Field
        label="Contents of the file"
        errors={issue === null ? errors : [issue]}
        hint={isPastAgain ? PASTE_AGAIN : HINT}
      >
        {(control) => (
          <TextArea
            {...control}
            ref={field}
            mono
            masked={!isShown}
            name="text"
            rows={7}
            className={classNames(isOver && "outline-2 outline-accent")}
            value={text}
            onChange={(event) => type(event.target.value)}
            onDragOver={() => setOver(true)}
            onDragLeave={() => setOver(false)}
            onDrop={onDrop}
            autoFocus
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Checkbox label="Show value" checked={isShown} onChange={(event) => setShown(event.target.checked)} />
        <label
          className={buttonStyle(
            "secondary",
            "small",
            "cursor-pointer focus-within:outline-2 focus-within:outline-accent noscript:hidden",
          )}
        >
          Choose a file
          <input
            type="file"
            className="sr-only"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
      </div>
    </>
  );
}

async function textOf(file: File): Promise<{ readonly text: string } | { readonly issue: string }> {
  if (file.size > BYTES_MAX) return { issue: "This file is larger than 512 KiB. Import it in parts." };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()) };
  } catch {
    return { issue: "This file is not UTF-8 text, which is all that can be stored." };
  }
}
