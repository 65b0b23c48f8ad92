"use client";

import { useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { previewEndpointAction } from "@/lib/allowlist/actions";
import { METHODS_WITHOUT_BODY } from "@/lib/allowlist/configuration/contradictions";
import { endpointOf, inForm, withStandIns } from "@/lib/allowlist/form/endpoint";
import type { EndpointValues } from "@/lib/allowlist/form/values";
import type { Preview } from "@/lib/allowlist/preview/model";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { type FailedState, idle } from "@/lib/web/form-state";
import { useValues } from "./form-fields";

const TYPING_PAUSE_MS = 400;

type Answer = Awaited<ReturnType<typeof previewEndpointAction>>;

/** What would be sent for sample data as the form stands, with keys that are made up for it and thrown away. */
export function PreviewCard({ scope }: { readonly scope: EnvironmentRef }) {
  const values = useValues((all) => all);
  const [sample, setSample] = useState("");
  const [sampleQuery, setSampleQuery] = useState("");
  const takes = takesOf(values);
  const answer = usePreview(scope, values, takes.data ? sample : "", takes.query ? sampleQuery : "");
  const made = answer.status === "done" ? answer.data : null;
  return (
    <section aria-label="Preview">
      <Card
        title="Preview"
        description="What would be sent, as you change the form. Uses a temporary key, never your secret."
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
            {made && <PreviewText preview={made.preview} />}
            {answer.status === "failed" && (
              <Alert title="There is nothing to show yet">
                <ul>
                  {messagesOf(answer, values).map((message) => (
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

/** What a sample may have: a query makes a difference where there is nothing else, or where it is encrypted. */
function takesOf({ method, configuration: { encryption } }: EndpointValues) {
  const data = METHODS_WITHOUT_BODY.every((other) => other !== method);
  return { data, query: !data || (encryption.level === "fields" && encryption.in === "query") };
}

/** Asks again a moment after the last change of the form or the sample; an answer that comes too late is not shown. */
function usePreview(
  scope: EnvironmentRef,
  values: EndpointValues,
  sample: string,
  sampleQuery: string,
): Answer {
  const [shown, setShown] = useState<Answer>(idle);
  useEffect(() => {
    let isLatest = true;
    const ask = async () => {
      const sent = new FormData();
      sent.set("endpoint", JSON.stringify({ ...scope, ...endpointOf(withStandIns(values)) }));
      sent.set("sample", sample);
      sent.set("sampleQuery", sampleQuery);
      const answer = await previewEndpointAction(idle, sent).catch(() => null);
      if (isLatest && answer) setShown(answer);
    };
    const timer = setTimeout(() => void ask(), TYPING_PAUSE_MS);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [scope, values, sample, sampleQuery]);
  return shown;
}

function messagesOf({ message, fields }: FailedState, values: EndpointValues): readonly string[] {
  const all = Object.values(inForm(fields, values)).flat();
  return all.length > 0 ? [...new Set(all)] : [message];
}
