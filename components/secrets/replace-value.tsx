"use client";

import { Button } from "@/components/ui/button";
import { DialogLink } from "@/components/ui/dialog-link";
import type { SecretMeta } from "@/lib/secrets/model";
import { Representation } from "./representation";
import { ValueField } from "./value-field";

interface ReplaceValueProps {
  readonly secret: SecretMeta;
  /** What was typed, or null while the stored value stays. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
  readonly errors: readonly string[];
  readonly environment: string;
}

/** The stored value as the only thing that may be shown of it, and the step to replace it. */
export function ReplaceValue({ secret, value, onChange, errors, environment }: ReplaceValueProps) {
  return (
    <div className="flex flex-col gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <Representation secret={secret} />
        {value === null ? (
          <DialogLink
            dialog="edit"
            needs={{ secret: secret.id, replace: "1" }}
            tone="secondary"
            onClick={(event) => {
              event.preventDefault();
              onChange("");
            }}
          >
            Replace value
          </DialogLink>
        ) : (
          <Button tone="quiet" onClick={() => onChange(null)}>
            Cancel replacement
          </Button>
        )}
      </div>
      {value !== null && (
        <ValueField
          label="New value"
          value={value}
          onChange={onChange}
          errors={errors}
          environment={environment}
        />
      )}
    </div>
  );
}
