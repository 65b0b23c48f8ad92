"use client";

import { classNames } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { TextArea } from "@/components/ui/text-area";
import { formName, type Side, type SideDraft } from "@/lib/allowlist/form/model";
import { ChoiceField, TextField, useMistakes } from "./form-parts";
import { SHOWN, SHOWN_NAME } from "./shown-when";

interface LevelFieldsProps {
  readonly side: Side;
  readonly draft: SideDraft;
  /** `configuration.encryption` or `configuration.decryption`. */
  readonly path: string;
  /** Whether the chosen fields are in the body or the query; a request has the choice. */
  readonly requestIn?: string;
}

const VALUES_AS = [
  { value: "text", label: "Its text as it is" },
  { value: "json", label: "Its JSON" },
];

const IN = [
  { value: "body", label: "The body" },
  { value: "query", label: "The query" },
];

/** Of each chosen field. */
const WHAT_HAPPENS: Readonly<Record<Side, string>> = {
  request: "Each is replaced by its ciphertext.",
  answer: "Each holds ciphertext there, and is replaced by what that decrypts to.",
};

/** What of a message is encrypted: chosen fields, or the whole of it in a shape of its own. */
export function LevelFields(props: LevelFieldsProps) {
  return (
    <>
      <ChosenFields {...props} />
      <EnvelopeFields {...props} />
    </>
  );
}

function ChosenFields({ side, draft, path, requestIn }: LevelFieldsProps) {
  const errors = useMistakes(`${path}.paths`);
  return (
    <div className={classNames("flex-col gap-4", SHOWN.fields)}>
      <Field
        label="Fields"
        errors={errors}
        hint={
          <>
            One on each line, as <code className="font-mono">/card/number</code> or{" "}
            <code className="font-mono">card.number</code>; <code className="font-mono">items.*.price</code>{" "}
            is that of every item. {WHAT_HAPPENS[side]}
          </>
        }
      >
        {(control) => (
          <TextArea {...control} mono name={formName(side, "paths")} rows={3} defaultValue={draft.paths} />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        {requestIn !== undefined && (
          <ChoiceField
            label="Fields of"
            name="requestIn"
            value={requestIn}
            options={IN}
            path={`${path}.in`}
          />
        )}
        <ChoiceField
          label="Of each field is encrypted"
          name={formName(side, "valuesAs")}
          value={draft.valuesAs}
          options={VALUES_AS}
          path={`${path}.valuesAs`}
        />
        <TextField
          label="Added to a field’s name for its IV"
          name={formName(side, "ivSuffix")}
          value={draft.ivSuffix}
          placeholder="_iv"
          path={`${path}.ivSuffix`}
          className={SHOWN_NAME[side].iv}
        />
      </div>
    </div>
  );
}

/** The names of the fields of a JSON object that carries one ciphertext. */
function EnvelopeFields({ side, draft, path }: LevelFieldsProps) {
  const field = (name: "ciphertext" | "ivField" | "tagField" | "keyField", at: string) => ({
    name: formName(side, name),
    value: draft[name],
    path: `${path}.fields.${at}`,
  });
  const whole = useMistakes(`${path}.fields`);
  return (
    <div className={classNames("gap-4 sm:grid-cols-2", SHOWN.envelope)}>
      <TextField
        label="Field of the ciphertext"
        placeholder="data"
        {...field("ciphertext", "ciphertext")}
        hint={whole.length > 0 ? whole.join(" ") : undefined}
      />
      <TextField
        label="Field of the IV"
        placeholder="iv"
        {...field("ivField", "iv")}
        className={SHOWN_NAME[side].iv}
      />
      <TextField
        label="Field of the tag (optional)"
        hint="Left empty, the tag of GCM follows the ciphertext."
        {...field("tagField", "tag")}
        className={SHOWN_NAME[side].tag}
      />
      <TextField
        label="Field of the wrapped key (optional)"
        hint="Left empty, it stands in front of the ciphertext."
        {...field("keyField", "key")}
        className={SHOWN_NAME[side].wrappedKey}
      />
    </div>
  );
}
