"use client";

import { Plus, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button, IconButton } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { FieldErrors } from "@/components/ui/field";
import { TextInput } from "@/components/ui/text-input";
import { type DraftRow, EMPTY_ROW, formName, type RowKind } from "@/lib/allowlist/form/model";
import { SecretSelect, useInClear, useMistakes } from "./form-parts";
import { InClear } from "./no-tls";

const COLUMNS = "grid grid-cols-[1fr_auto] gap-2 sm:grid-cols-[1fr_1fr_1fr_auto]";

interface FilledRowsProps {
  readonly kind: RowKind;
  /** What one of them is called. */
  readonly noun: string;
  readonly rows: readonly DraftRow[];
  readonly placeholder: { readonly name: string; readonly text: string };
}

/**
 * Headers or query parameters, one below the other. Empty rows count for nothing; where no script adds one, the button
 * sends the form and it comes back with another.
 */
export function FilledRows({ kind, noun, rows, placeholder }: FilledRowsProps) {
  const [shown, setShown] = useState(() => [...rows, EMPTY_ROW].map((row, key) => ({ key, row })));
  const [nextKey, setNextKey] = useState(shown.length);
  const isHydrated = useIsHydrated();
  const list = useRef<HTMLDivElement>(null);
  const add = () => {
    flushSync(() => setShown((now) => [...now, { key: nextKey, row: EMPTY_ROW }]));
    setNextKey(nextKey + 1);
    focusRow(list.current, shown.length);
  };
  const remove = (key: number, at: number) => {
    flushSync(() => setShown((now) => now.filter((it) => it.key !== key)));
    focusRow(list.current, Math.min(at, shown.length - 2));
    // What follows the form, such as the preview, hears of what is typed only.
    list.current?.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return (
    <div ref={list} className="flex flex-col gap-3">
      <div aria-hidden className={`${COLUMNS} -mb-1 text-sm text-muted max-sm:hidden`}>
        <span>Name</span>
        <span>Text, or before the secret</span>
        <span>Secret</span>
        <span className="w-8" />
      </div>
      {shown.map(({ key, row }, at) => (
        <Row
          key={key}
          {...{ kind, row, at, placeholder }}
          label={`${noun} ${at + 1}`}
          onRemove={isHydrated && shown.length > 1 ? () => remove(key, at) : null}
        />
      ))}
      <div>
        {isHydrated ? (
          <Button size="small" onClick={add}>
            <Plus aria-hidden className="size-4" /> Add {noun.toLowerCase()}
          </Button>
        ) : (
          <Button type="submit" size="small" name="another" value={kind}>
            <Plus aria-hidden className="size-4" /> Add {noun.toLowerCase()}
          </Button>
        )}
      </div>
    </div>
  );
}

/** What a field is, in sight where the rows have no heading above them; each has its name for readers as well. */
function RowLabel({ children }: { readonly children: string }) {
  return (
    <span aria-hidden className="col-span-full -mb-1 text-sm text-muted sm:hidden">
      {children}
    </span>
  );
}

/** Nobody who works by keyboard loses their place: a row that is new, or took the place of another, has the focus. */
function focusRow(list: HTMLElement | null, at: number): void {
  list?.querySelectorAll("fieldset")[at]?.querySelector("input")?.focus();
}

interface RowProps extends Pick<FilledRowsProps, "kind" | "placeholder"> {
  readonly row: DraftRow;
  readonly at: number;
  readonly label: string;
  readonly onRemove: (() => void) | null;
}

function Row({ kind, row, at, label, placeholder, onRemove }: RowProps) {
  const id = useId();
  const errors = useMistakes(`configuration.${kind}.${at}`);
  const invalid = errors.length > 0 ? ({ "aria-invalid": true, "aria-describedby": id } as const) : {};
  const isInClear = useInClear()?.includes(`${kind}.${at}`);
  const quiet = { autoComplete: "off", autoCapitalize: "off", spellCheck: false };
  return (
    <fieldset className={`${COLUMNS} max-sm:not-first-of-type:border-t max-sm:not-first-of-type:pt-3`}>
      <legend className="sr-only">{label}</legend>
      <RowLabel>Name</RowLabel>
      <TextInput
        {...invalid}
        {...quiet}
        mono
        name={formName(kind, "name")}
        aria-label={`${label}: name`}
        defaultValue={row.name}
        placeholder={placeholder.name}
        className="max-sm:col-span-2"
      />
      <RowLabel>Text, or before the secret</RowLabel>
      <TextInput
        {...invalid}
        {...quiet}
        mono
        name={formName(kind, "text")}
        aria-label={`${label}: text, or before the secret`}
        defaultValue={row.text}
        placeholder={placeholder.text}
        className="max-sm:col-span-2"
      />
      <RowLabel>Secret</RowLabel>
      <SecretSelect
        {...invalid}
        name={formName(kind, "secret")}
        aria-label={`${label}: secret`}
        value={row.secret}
        none="No secret"
      />
      <IconButton
        label={`Remove ${label.toLowerCase()}`}
        onClick={onRemove ?? undefined}
        disabled={onRemove === null}
        className="disabled:invisible"
      >
        <X aria-hidden className="size-4" />
      </IconButton>
      {isInClear && (
        <div className="col-span-full">
          <InClear />
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
