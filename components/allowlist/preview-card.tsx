"use client";

import { type RefObject, useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { useIsHydrated } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { previewEndpointAction } from "@/lib/allowlist/actions";
import { METHODS_WITHOUT_BODY } from "@/lib/allowlist/configuration/contradictions";
import { formName } from "@/lib/allowlist/form/model";
import type { Preview } from "@/lib/allowlist/preview/model";
import { idle } from "@/lib/web/form-state";

const TYPING_PAUSE_MS = 400;

interface PreviewCardProps {
  readonly form: RefObject<HTMLFormElement | null>;
}

type Shown =
  | { readonly status: "waiting" }
  | {
      readonly status: "shown";
      readonly preview: Preview;
      readonly data: unknown;
      readonly query: Readonly<Record<string, string>>;
    }
  | { readonly status: "failed"; readonly messages: readonly string[] };

/** What would be sent for sample data as the form stands, with keys that are made up for it and thrown away. */
export function PreviewCard({ form }: PreviewCardProps) {
  const [sample, setSample] = useState("");
  const [sampleQuery, setSampleQuery] = useState("");
  const { shown, takes } = usePreview(form, sample, sampleQuery);
  const isHydrated = useIsHydrated();
  if (!isHydrated) return null;
  const made = shown.status === "shown" ? shown : null;
  return (
    <section aria-label="Preview">
      <Card
        title="Preview"
        description="What would be sent, as you change the form. It is made with a throw-away key, never with a stored one."
      >
        <div className="flex flex-col gap-4">
          {takes.data && (
            <SampleField
              label="Sample data"
              hint="JSON as a caller would send it. Left empty, some is made up. It is not saved."
              text={sample}
              made={JSON.stringify(made?.data, null, 2)}
              onChange={setSample}
            />
          )}
          {takes.query && (
            <SampleField
              label="Sample query"
              hint="A parameter on each line, as name=value. It is not saved."
              text={sampleQuery}
              made={linesOf(made?.query ?? {})}
              onChange={setSampleQuery}
            />
          )}
          <div aria-live="polite" className="min-h-48">
            {shown.status === "shown" && <PreviewText preview={shown.preview} />}
            {shown.status === "failed" && (
              <Alert title="There is nothing to show yet">
                <ul>
                  {shown.messages.map((message) => (
                    <li key={message}>{message}</li>
                  ))}
                </ul>
              </Alert>
            )}
          </div>
        </div>
      </Card>
    </section>
  );
}

interface SampleFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  /** What is shown as long as nothing is typed: what was made up. */
  readonly made: string | undefined;
  readonly onChange: (text: string) => void;
}

function SampleField({ label, hint, text, made, onChange }: SampleFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <TextArea
          {...control}
          mono
          rows={3}
          value={text}
          placeholder={text.trim() === "" ? made : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

function linesOf(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
}

function PreviewText({ preview }: { readonly preview: Preview }) {
  const { method, url, headers, body } = preview;
  const lines = [`${method} ${url}`, ...headers.map(({ name, value }) => `${name}: ${value}`)];
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
      className="max-h-[max(12rem,calc(100dvh-30rem))] overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm wrap-anywhere whitespace-pre-wrap"
    >
      {lines.join("\n")}
      {body !== null && `\n\n${body}`}
    </pre>
  );
}

/** What a sample may have. */
interface Takes {
  readonly data: boolean;
  readonly query: boolean;
}

/** A query makes a difference where there is nothing else, or where it is encrypted. */
function takesOf(fields: FormData): Takes {
  const data = METHODS_WITHOUT_BODY.every((method) => method !== fields.get("method"));
  const isEncrypted =
    fields.get(formName("request", "level")) === "fields" && fields.get("requestIn") === "query";
  return { data, query: !data || isEncrypted };
}

/** Asks again a moment after the last change of the form or the sample; an answer that comes too late is not shown. */
function usePreview(form: RefObject<HTMLFormElement | null>, sample: string, sampleQuery: string) {
  const [shown, setShown] = useState<Shown>({ status: "waiting" });
  const [takes, setTakes] = useState<Takes>({ data: true, query: false });
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    let latest = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      latest += 1;
      const mine = latest;
      const fields = new FormData(element);
      const given = takesOf(fields);
      fields.set("sample", given.data ? sample : "");
      fields.set("sampleQuery", given.query ? sampleQuery : "");
      setTakes(given);
      const answer = await previewEndpointAction(idle, fields).catch(() => null);
      if (mine !== latest || !answer) return;
      if (answer.status === "done") setShown({ status: "shown", ...answer.data });
      if (answer.status === "failed") setShown({ status: "failed", messages: messagesOf(answer) });
    };
    const askSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), TYPING_PAUSE_MS);
    };
    askSoon();
    element.addEventListener("input", askSoon);
    return () => {
      clearTimeout(timer);
      latest += 1;
      element.removeEventListener("input", askSoon);
    };
  }, [form, sample, sampleQuery]);
  return { shown, takes };
}

function messagesOf({
  message,
  fields,
}: {
  readonly message: string;
  readonly fields: Readonly<Record<string, readonly string[]>>;
}) {
  const all = Object.values(fields).flat();
  return all.length > 0 ? [...new Set(all)] : [message];
}
