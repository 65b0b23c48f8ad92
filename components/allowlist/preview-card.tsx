"use client";

import { type RefObject, useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { useIsHydrated } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { previewEndpointAction } from "@/lib/allowlist/actions";
import type { Preview } from "@/lib/allowlist/preview/model";
import { idle } from "@/lib/web/form-state";

const TYPING_PAUSE_MS = 400;

interface PreviewCardProps {
  readonly form: RefObject<HTMLFormElement | null>;
}

type Shown =
  | { readonly status: "waiting" }
  | { readonly status: "shown"; readonly preview: Preview; readonly data: unknown }
  | { readonly status: "failed"; readonly messages: readonly string[] };

/** What would be sent for sample data as the form stands, with keys that are made up for it and thrown away. */
export function PreviewCard({ form }: PreviewCardProps) {
  const [sample, setSample] = useState("");
  const shown = usePreview(form, sample);
  const isHydrated = useIsHydrated();
  if (!isHydrated) return null;
  const made =
    shown.status === "shown" && sample.trim() === "" ? JSON.stringify(shown.data, null, 2) : undefined;
  return (
    <section aria-label="Preview">
      <Card
        title="Preview"
        description="What would be sent, as you change the form. It is made with a throw-away key, never with a stored one."
      >
        <div className="flex flex-col gap-4">
          <Field
            label="Sample data"
            hint="JSON as a caller would send it. Left empty, some is made up. It is not saved."
          >
            {(control) => (
              <TextArea
                {...control}
                mono
                rows={3}
                value={sample}
                placeholder={made}
                onChange={(event) => setSample(event.target.value)}
              />
            )}
          </Field>
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

/** Asks again a moment after the last change of the form or the sample; an answer that comes too late is not shown. */
function usePreview(form: RefObject<HTMLFormElement | null>, sample: string): Shown {
  const [shown, setShown] = useState<Shown>({ status: "waiting" });
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    let latest = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      latest += 1;
      const mine = latest;
      const fields = new FormData(element);
      fields.set("sample", sample);
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
  }, [form, sample]);
  return shown;
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
