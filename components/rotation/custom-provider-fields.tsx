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
        label="Body (optional)"
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
          label="Key in the answer"
          initial={config?.keyPointer ?? ""}
          placeholder="/data/key"
          hint="A JSON Pointer to the new key."
        />
        <LineField
          {...of}
          field="idPointer"
          label="ID in the response"
          initial={config?.idPointer ?? ""}
          placeholder="/data/id"
          hint="A JSON Pointer to its ID."
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
          label="Method"
          options={METHODS}
          initial={config?.deleteMethod ?? "DELETE"}
        />
      </div>
      <div className={PAIR}>
        <LineField
          {...of}
          field="header"
          label="Header"
          initial={config?.header ?? "Authorization"}
          hint="In which a key is sent."
        />
        <LineField
          {...of}
          field="prefix"
          label="Before the key (optional)"
          hint="With its blank, as in “Bearer ”."
          initial={config?.prefix ?? "Bearer "}
        />
      </div>
    </>
  );
}
