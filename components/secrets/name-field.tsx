"use client";

import { useEffect, useState } from "react";
import { Field } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { useTypedBefore } from "@/components/ui/use-typed-before";
import { nameIssue, variableOf } from "@/lib/names/model";
import type { NameCheck } from "@/lib/secrets/model";

const CHECK_DELAY_MS = 200;

interface NameFieldProps {
  readonly label: string;
  readonly name: string;
  readonly onChange: (name: string) => void;
  /** What the server said of the name that was sent. */
  readonly errors: readonly string[];
  /** Address of the secrets page, under which names are checked. */
  readonly basePath: string;
  /** The name the secret has already, which is free for it. */
  readonly ownName?: string;
  readonly autoFocus?: boolean;
}

/** A secret's name, checked as one types: the rule, whether it is free, and the environment variable it becomes. */
export function NameField({ label, name, onChange, errors, basePath, ownName, autoFocus }: NameFieldProps) {
  const [sentName, setSentName] = useState(name);
  const [seenErrors, setSeenErrors] = useState(errors);
  if (seenErrors !== errors) {
    setSeenErrors(errors);
    setSentName(name);
  }
  const field = useTypedBefore<HTMLInputElement>(onChange);
  const holder = useHolder(basePath, name, ownName);
  const issue = name === "" ? null : nameIssue(name);
  const taken = holder && takenBy(holder, name);
  const refused = name === sentName ? errors : [];
  // The check of a name may come after the answer to the same name, and would only say it in other words.
  const shown = issue ? [issue] : refused.length > 0 || !taken ? refused : [taken];
  return (
    <Field
      label={label}
      errors={shown}
      hint={<NameHint name={name} isFree={!issue && !taken && name !== ""} />}
    >
      {(control) => (
        <TextInput
          {...control}
          ref={field}
          mono
          name="name"
          value={name}
          onChange={(event) => onChange(event.target.value)}
          data-1p-ignore
          data-lpignore="true"
          placeholder="DATABASE_URL"
          autoFocus={autoFocus}
        />
      )}
    </Field>
  );
}

function NameHint({ name, isFree }: { readonly name: string; readonly isFree: boolean }) {
  if (!isFree)
    return "Letters, digits, underscores, hyphens and dots; begins with a letter or an underscore.";
  return (
    <>
      Becomes the environment variable{" "}
      <code className="font-mono break-all text-ink">{variableOf(name)}</code>
    </>
  );
}

function takenBy(holder: string, name: string): string {
  return holder.toLowerCase() === name.toLowerCase()
    ? `“${holder}” already exists here. Names are not case-sensitive.`
    : `Becomes the same environment variable as “${holder}”.`;
}

/** The secret that already has the name, once the server said so; null while nobody is known to. */
function useHolder(basePath: string, name: string, ownName: string | undefined): string | null {
  const [answer, setAnswer] = useState<{ name: string; holder: string | null } | null>(null);
  useEffect(() => {
    if (nameIssue(name)) return;
    const abort = new AbortController();
    const timer = setTimeout(
      () => check(basePath, name, abort.signal).then(setAnswer, () => {}),
      CHECK_DELAY_MS,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [basePath, name]);
  return answer?.name === name && answer.holder !== ownName ? answer.holder : null;
}

async function check(basePath: string, name: string, signal: AbortSignal) {
  const response = await fetch(`${basePath}/name?name=${encodeURIComponent(name)}`, { signal });
  const { holder }: NameCheck = await response.json();
  return { name, holder: response.ok ? holder : null };
}
