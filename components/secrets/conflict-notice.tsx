import { FormError } from "@/components/ui/form-error";
import type { SecretMeta } from "@/lib/secrets/model";
import { ChangeLines } from "./change-lines";
import { changesBetween } from "./draft";

interface ConflictNoticeProps {
  readonly opened: SecretMeta;
  readonly current: SecretMeta;
  readonly attempt: unknown;
}

/** What somebody else changed while this was being edited, and that nothing typed is lost. */
export function ConflictNotice({ opened, current, attempt }: ConflictNoticeProps) {
  const isRotated = current.version !== opened.version;
  return (
    <FormError
      message={`${current.updatedBy} changed this secret while you were editing it.`}
      attempt={attempt}
    >
      <ChangeLines changes={changesBetween(opened, current)} />
      {isRotated && <p>Its value was replaced: it is at version {current.version} now.</p>}
      <p className="mt-1">What you typed is kept below. Save again to put it on top of that change.</p>
    </FormError>
  );
}
