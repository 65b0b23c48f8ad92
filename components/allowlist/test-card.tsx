"use client";

import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextArea } from "@/components/ui/text-area";
import { useFormAction } from "@/components/ui/use-form-action";
import { testEndpointAction } from "@/lib/allowlist/actions";
import type { EndpointPageData } from "@/lib/allowlist/loaders";
import type { ShownAnswer } from "@/lib/allowlist/sending/shown";
import { inMs } from "@/lib/quantity";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { TargetFields } from "./target-fields";

type TestCardProps = Pick<EndpointPageData, "endpoint" | "scope" | "takesBody">;

/** Sends what is typed to the endpoint, as a caller would, and shows what came back. */
export function TestCard({ endpoint, scope, takesBody }: TestCardProps) {
  const { state, formProps } = useFormAction(testEndpointAction);
  const isReady = endpoint.isActive && endpoint.verified !== null;
  const errors = { data: errorsUnder(state, "data"), query: errorsUnder(state, "query") };
  const isAtField = errors.data.length > 0 || errors.query.length > 0;
  return (
    <Card
      title="Test"
      description="Sends a real request with real secrets. It is logged. What you type is what a caller would send."
    >
      {isReady ? (
        <form {...formProps} className="flex flex-col gap-4" autoComplete="off" noValidate>
          <TargetFields scope={scope} name={endpoint.name} />
          <FormError
            message={state.status === "failed" && !isAtField ? state.message : null}
            attempt={state}
          />
          {takesBody && (
            <Field label="Data" hint="JSON. Left empty, no body is sent." errors={errors.data}>
              {(control) => (
                <TextArea
                  {...control}
                  mono
                  name="data"
                  rows={4}
                  defaultValue={typedOr(state, "data", "")}
                  placeholder={'{ "amount": 1200 }'}
                />
              )}
            </Field>
          )}
          <Field
            label="Query parameters (optional)"
            hint="One on each line, as name=value."
            errors={errors.query}
          >
            {(control) => (
              <TextArea {...control} mono name="query" rows={2} defaultValue={typedOr(state, "query", "")} />
            )}
          </Field>
          <div>
            <SubmitButton>Send test</SubmitButton>
          </div>
          {state.status === "done" && <TestAnswer answer={state.data} />}
        </form>
      ) : (
        <p className="text-muted">It can be tested once it is active and verified.</p>
      )}
    </Card>
  );
}

/** What is wrong with a field, or with a part of what was typed there: that with its path. */
function errorsUnder(state: FormState<unknown>, field: string): string[] {
  if (state.status !== "failed") return [];
  const inside = Object.entries(state.fields).filter(([path]) => path.startsWith(`${field}.`));
  const messages = inside.flatMap(([path, texts]) =>
    texts.map((text) => {
      const part = path.slice(field.length + 1);
      return text.includes(part) ? text : `${part}: ${text}`;
    }),
  );
  return [...errorsOf(state, field), ...messages];
}

function TestAnswer({ answer }: { readonly answer: ShownAnswer }) {
  const { status, headers, withheld, durationMs } = answer;
  const isGood = status >= 200 && status < 300;
  return (
    <section aria-label="Answer" className="flex flex-col gap-3">
      <Alert
        tone={isGood ? "success" : "warning"}
        role="status"
        title={`It answered ${status}, in ${inMs(durationMs)}`}
      >
        {status < 400 && !isGood && "Redirects are not followed."}
        {status >= 400 && "The endpoint itself refused or failed: the request reached it."}
      </Alert>
      {Object.keys(headers).length > 0 && (
        <dl className="flex flex-col gap-1 text-sm">
          {Object.entries(headers).map(([name, value]) => (
            <div key={name} className="flex flex-wrap gap-x-2">
              <dt className="font-mono text-muted">{name}:</dt>
              <dd className="min-w-0 font-mono wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {withheld ? (
        <p className="text-muted">
          Withheld: {withheld.bodyBytes.toLocaleString("en")} bytes. {withheld.reason}
        </p>
      ) : (
        <AnswerBody {...answer} />
      )}
    </section>
  );
}

function AnswerBody({ text, bodyEncoding, isCut }: ShownAnswer) {
  if (text === null) return <p className="text-muted">The answer has no body.</p>;
  return (
    <div>
      {bodyEncoding && <Badge>base64</Badge>}
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm wrap-anywhere whitespace-pre-wrap"
      >
        {text}
      </pre>
      {isCut && <p className="text-muted text-sm">Only the beginning is shown here.</p>}
    </div>
  );
}
