import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names";

/** What a field hands to the control in it, to be spread onto it. */
export interface ControlProps {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

interface FieldProps {
  readonly label: string;
  /** What to know before typing. */
  readonly hint?: ReactNode;
  /** What is wrong with what was typed, as the server or the live check says it. */
  readonly errors?: readonly string[];
  /** Stands right of the label: a counter, a link. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A label, a control, its hint and its errors, tied together so that they are announced together. */
export function Field({ label, hint, errors = [], aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = hint ? `${id}-hint` : null;
  const errorId = errors.length > 0 ? `${id}-error` : null;
  const describedBy = [errorId, hintId].filter(Boolean).join(" ");
  return (
    <div className={classNames("flex flex-col gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside && <span className="text-sm text-faint tabular-nums">{aside}</span>}
      </div>
      {children({
        id,
        "aria-describedby": describedBy === "" ? undefined : describedBy,
        "aria-invalid": errorId ? true : undefined,
      })}
      {errorId && <FieldErrors id={errorId} errors={errors} />}
      {hintId && (
        <div id={hintId} className="text-sm text-muted">
          {hint}
        </div>
      )}
    </div>
  );
}

/** What is wrong with a field, for controls that a `Field` does not fit. */
export function FieldErrors({ id, errors }: { readonly id: string; readonly errors: readonly string[] }) {
  return (
    <ul id={id} className="flex flex-col gap-0.5 text-sm text-danger-ink">
      {errors.map((error) => (
        <li key={error} className="flex items-start gap-1.5">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">{error}</span>
        </li>
      ))}
    </ul>
  );
}
