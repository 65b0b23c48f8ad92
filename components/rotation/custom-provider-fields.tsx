"use client";

import { ChoiceField, configOf, type KindFieldsProps, LineField, LinesField, PAIR } from "./own-fields";

const METHODS = [
  { value: "DELETE", label: "DELETE" },
  { value: "POST", label: "POST" },
] as const;

/** The calls of a provider without a preset, in the order in which they are made. */
export function CustomProviderFields({ state, rotation }: KindFieldsProps) {
  const found = configOf(rotation, "http");
  const config = found?.preset === "custom" ? found : null;
  const of = { state, kind: "http" } as const;
  return (
    <>
      <LineField
        {...of}
        field="createUrl"
        label="Address that makes a key"
        inputMode="url"
        initial={config?.createUrl ?? ""}
        placeholder="https://api.example.com/v1/keys"
        hint="Called with POST."
      />
      <LinesField
        {...of}
        field="createBody"
        label="What is sent there (optional)"
        rows={3}
        initial={config?.createBody ?? ""}
        hint={
          'JSON such as {"name": "{{name}}"}. {{name}} is what the key is called: the secret and the rotation.'
        }
      />
      <div className={PAIR}>
        <LineField
          {...of}
          field="keyPointer"
          label="Where the key stands in the answer"
          initial={config?.keyPointer ?? ""}
          placeholder="/data/key"
          hint="A JSON Pointer."
        />
        <LineField
          {...of}
          field="idPointer"
          label="Where its ID stands"
          initial={config?.idPointer ?? ""}
          placeholder="/data/id"
        />
      </div>
      <LineField
        {...of}
        field="testUrl"
        label="Address that tries a key"
        inputMode="url"
        initial={config?.testUrl ?? ""}
        placeholder="https://api.example.com/v1/me"
        hint="Called with GET and the new key. Any answer of 2xx says that it works."
      />
      <div className={PAIR}>
        <LineField
          {...of}
          field="deleteUrl"
          label="Address that deletes a key"
          inputMode="url"
          initial={config?.deleteUrl ?? ""}
          placeholder="https://api.example.com/v1/keys/{{id}}"
          hint="{{id}} is the ID of the old key."
        />
        <ChoiceField
          {...of}
          field="deleteMethod"
          label="Called with"
          options={METHODS}
          initial={config?.deleteMethod ?? "DELETE"}
        />
      </div>
      <div className={PAIR}>
        <LineField
          {...of}
          field="header"
          label="Header that a key is sent in"
          initial={config?.header ?? "Authorization"}
        />
        <LineField
          {...of}
          field="prefix"
          label="What stands before the key (optional)"
          hint="With its blank, as in “Bearer ”."
          initial={config?.prefix ?? "Bearer "}
        />
      </div>
    </>
  );
}
