"use client";

import { Plus, X } from "lucide-react";
import { useId, useRef } from "react";
import { flushSync } from "react-dom";
import { useFieldArray } from "react-hook-form";
import { Button, IconButton } from "@/components/ui/button";
import { FieldErrors } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { cleartextRows } from "@/lib/allowlist/form/cleartext";
import { withSpace } from "@/lib/allowlist/form/scheme";
import { EMPTY_ROW, type EndpointValues, isFilled } from "@/lib/allowlist/form/values";
import { FormSection, SecretSelect, useIssues, useIssuesBelow, useText, useValues } from "./form-fields";
import { Cleartext } from "./no-tls";

const COLUMNS = "grid grid-cols-[1fr_auto] gap-2 sm:grid-cols-[1fr_1fr_1fr_auto]";
const TEXT = "Text or prefix";

interface RowsProps {
  readonly kind: "headers" | "query";
  readonly title: string;
  /** What one of them is called. */
  readonly noun: string;
  readonly placeholder: { readonly name: string; readonly text: string };
}

/** What is sent with every request. `storeHref` is where a new secret is stored. */
export function RowsSection({ storeHref }: { readonly storeHref: string }) {
  const hasQuery = useValues(({ configuration }) => configuration.query.some(isFilled));
  const isQueryWrong = useIssuesBelow(["configuration.query"]);
  return (
    <FormSection
      title="Headers and query"
      description="Sent with every request. Pick a stored secret for credentials; add a prefix such as “Bearer” if needed."
    >
      <div className="flex flex-col gap-5">
        <Rows
          kind="headers"
          title="Headers"
          noun="Header"
          placeholder={{ name: "Authorization", text: "Bearer " }}
        />
        <details open={hasQuery || isQueryWrong || undefined}>
          <summary className="w-fit cursor-pointer font-medium">Query parameters</summary>
          <div className="mt-2">
            <Rows kind="query" title="" noun="Parameter" placeholder={{ name: "version", text: "2" }} />
          </div>
        </details>
        <p className="text-sm text-muted">
          Missing a secret?{" "}
          <a
            href={storeHref}
            target="_blank"
            rel="noreferrer"
            className="text-accent-ink underline underline-offset-2"
          >
            Add it in a new tab
          </a>
          , then pick it here.
        </p>
      </div>
    </FormSection>
  );
}

/** Headers or query parameters, one below the other. Empty rows count for nothing. */
function Rows({ kind, title, noun, placeholder }: RowsProps) {
  const path = `configuration.${kind}` as const;
  const { fields, append, remove } = useFieldArray<EndpointValues, typeof path>({ name: path });
  // What is wrong with all of them together: each has its own errors.
  const id = useId();
  const errors = useIssues(`${path}.length`, [path]);
  const list = useRef<HTMLDivElement>(null);
  // Nobody who works by keyboard loses their place: a row that is new, or took the place of another, has the focus.
  const change = (doChange: () => void, at: number) => {
    flushSync(doChange);
    list.current?.querySelectorAll("fieldset")[at]?.querySelector("input")?.focus();
  };
  const count = fields.length;
  return (
    <section className="flex flex-col gap-2">
      {title !== "" && <h3 className="font-medium">{title}</h3>}
      <div ref={list} className="flex flex-col gap-3">
        <div aria-hidden className={`${COLUMNS} -mb-1 text-sm text-muted max-sm:hidden`}>
          <span>Name</span>
          <span>{TEXT}</span>
          <span>Secret</span>
          <span className="w-8" />
        </div>
        {fields.map(({ id }, at) => (
          <Row
            key={id}
            {...{ kind, at, placeholder }}
            label={`${noun} ${at + 1}`}
            onRemove={count > 1 ? () => change(() => remove(at), Math.min(at, count - 2)) : null}
          />
        ))}
        {errors.length > 0 && <FieldErrors id={id} errors={errors} />}
        <div>
          <Button size="small" onClick={() => change(() => append(EMPTY_ROW, { shouldFocus: false }), count)}>
            <Plus aria-hidden className="size-4" /> Add {noun.toLowerCase()}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** What a field is, visible where the rows have no heading above them; each has its name for readers as well. */
function RowLabel({ children }: { readonly children: string }) {
  return (
    <span aria-hidden className="col-span-full -mb-1 text-sm text-muted sm:hidden">
      {children}
    </span>
  );
}

interface RowProps extends Pick<RowsProps, "kind" | "placeholder"> {
  readonly at: number;
  readonly label: string;
  readonly onRemove: (() => void) | null;
}

function Row({ kind, at, label, placeholder, onRemove }: RowProps) {
  const id = useId();
  const path = `configuration.${kind}.${at}` as const;
  const errors = useIssues(path);
  const invalid = errors.length > 0 ? ({ "aria-invalid": true, "aria-describedby": id } as const) : {};
  const isCleartextRow = useValues(cleartextRows)?.includes(`${kind}.${at}`);
  const [name, text, secret] = [
    useText(`${path}.name`),
    useText(`${path}.value.prefix`),
    useText(`${path}.value.from.secret`),
  ];
  const line = { ...invalid, mono: true, className: "max-sm:col-span-2" };
  return (
    <fieldset className={`${COLUMNS} max-sm:not-first-of-type:border-t max-sm:not-first-of-type:pt-3`}>
      <legend className="sr-only">{label}</legend>
      <RowLabel>Name</RowLabel>
      <TextInput {...name} {...line} aria-label={`${label}: name`} placeholder={placeholder.name} />
      <RowLabel>{TEXT}</RowLabel>
      <TextInput {...text} {...line} aria-label={`${label}: text or prefix`} placeholder={placeholder.text} />
      <RowLabel>Secret</RowLabel>
      <SecretSelect withPools {...secret} {...invalid} aria-label={`${label}: secret`} none="No secret" />
      <IconButton
        label={`Remove ${label.toLowerCase()}`}
        onClick={onRemove ?? undefined}
        disabled={onRemove === null}
        className="disabled:invisible"
      >
        <X aria-hidden className="size-4" />
      </IconButton>
      {secret.value !== "" && withSpace(name.value, text.value) !== text.value && (
        <p role="status" className="col-span-full text-sm text-muted">
          Sent with a space: “{text.value} ” and then the secret.
        </p>
      )}
      {isCleartextRow && (
        <div className="col-span-full">
          <Cleartext />
        </div>
      )}
      {errors.length > 0 && (
        <div className="col-span-full">
          <FieldErrors id={id} errors={errors} />
        </div>
      )}
    </fieldset>
  );
}
