import { FormError } from "@/components/ui/form-error";
import type { EndpointValues } from "@/lib/allowlist/form/values";
import { changedParts } from "./changed-parts";

interface EndpointConflictProps {
  readonly opened: EndpointValues;
  readonly current: EndpointValues;
  readonly message: string;
  readonly attempt: unknown;
}

/** What somebody else changed while this was being edited, and that nothing typed is lost. */
export function EndpointConflict({ opened, current, message, attempt }: EndpointConflictProps) {
  return (
    <FormError message={message} attempt={attempt}>
      <ul className="flex flex-col gap-1">
        {changedParts(opened, current).map(({ label, from, to }) => (
          <li key={label} className="min-w-0 break-words">
            <span className="font-medium">{label}: </span>
            <del className="text-muted">{from}</del>
            <span aria-hidden> → </span>
            <ins className="no-underline">{to}</ins>
          </li>
        ))}
      </ul>
      <p className="mt-1">What you typed is kept below. Save again to put it on top of that change.</p>
    </FormError>
  );
}
