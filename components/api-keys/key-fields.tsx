"use client";

import { type ReactNode, useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, FieldErrors } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { ALLOWED_NAMES_MAX, EVERY_ENVIRONMENT, NEVER, ON_A_DAY } from "@/lib/api-keys/model";
import { KEY_KINDS, type KeyKind, PERMISSIONS } from "@/lib/authorization/permission";
import { errorsOf, type FormState, typedOr } from "@/lib/web/form-state";
import { EXPIRY_OPTIONS, FIRST_PERMISSIONS, KINDS, PERMISSION_TEXTS } from "./key-labels";

interface FieldsProps {
  readonly state: FormState<unknown>;
}

/** What holds the key. */
export function KindField({ state }: FieldsProps) {
  const [kind, setKind] = useState(
    () => KEY_KINDS.find((k) => k === typedOr(state, "kind", "")) ?? "service",
  );
  return (
    <Field label="Held by" errors={errorsOf(state, "kind")} hint={KINDS[kind].text}>
      {(control) => (
        <Select
          {...control}
          name="kind"
          options={(Object.keys(KINDS) as KeyKind[]).map((value) => ({ value, label: KINDS[value].name }))}
          defaultValue={kind}
          onChange={(event) => setKind(event.target.value as KeyKind)}
        />
      )}
    </Field>
  );
}

interface ReachFieldsProps extends FieldsProps {
  readonly projectName: string;
  readonly environments: readonly { readonly slug: string; readonly name: string }[];
  readonly mayReachAll: boolean;
}

/** Where the key works: an environment, a project, or for Owners everything. */
export function ReachFields({ state, projectName, environments, mayReachAll }: ReachFieldsProps) {
  const [reach, setReach] = useState(() => typedOr(state, "reach", "project"));
  const options = [
    ...environments.map(({ slug, name }) => ({ value: slug, label: name })),
    { value: EVERY_ENVIRONMENT, label: "Every environment" },
  ];
  const first = environments[0]?.slug ?? EVERY_ENVIRONMENT;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {mayReachAll && (
        <Field label="Reaches" errors={errorsOf(state, "reach")}>
          {(control) => (
            <Select
              {...control}
              name="reach"
              options={[
                { value: "project", label: `Project ${projectName}` },
                { value: "organisation", label: "The whole organisation" },
              ]}
              defaultValue={reach}
              onChange={(event) => setReach(event.target.value)}
            />
          )}
        </Field>
      )}
      {reach === "organisation" ? (
        <input type="hidden" name="environment" value={EVERY_ENVIRONMENT} />
      ) : (
        <Field label="Environment" errors={errorsOf(state, "environment")}>
          {(control) => (
            <Select
              {...control}
              name="environment"
              options={options}
              defaultValue={typedOr(state, "environment", first)}
            />
          )}
        </Field>
      )}
    </div>
  );
}

/** What the key may do, each with what it means. */
export function PermissionFields({ state }: FieldsProps) {
  const id = useId();
  const typed = typedOr(state, "permissions", FIRST_PERMISSIONS.join("\n")).split("\n");
  const errors = errorsOf(state, "permissions");
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={errors.length > 0 ? id : undefined}>
      <legend className="mb-1.5 font-medium">It may</legend>
      {PERMISSIONS.map((permission) => (
        <Checkbox
          key={permission}
          name="permissions"
          value={permission}
          defaultChecked={typed.includes(permission)}
          className="items-start [&>input]:mt-0.5"
          label={
            <>
              <code className="font-mono text-sm">{permission}</code>{" "}
              <span className="text-sm text-muted">{PERMISSION_TEXTS[permission]}</span>
            </>
          }
        />
      ))}
      {errors.length > 0 && <FieldErrors id={id} errors={errors} />}
    </fieldset>
  );
}

/** Narrows the key to a few secrets. */
export function NamesField({ state }: FieldsProps) {
  return (
    <Field
      label="Only these secrets (optional)"
      errors={errorsOf(state, "secrets")}
      hint={`Names of stored secrets, one on each line, at most ${ALLOWED_NAMES_MAX}. Leave empty to allow every secret in scope.`}
    >
      {(control) => (
        <TextArea
          {...control}
          name="secrets"
          rows={2}
          className="font-mono text-sm"
          defaultValue={typedOr(state, "secrets", "")}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

const ENDLESS: ReactNode = "A key without expiry stays valid until someone revokes it.";

/** When the key ends by itself. The field for a day is there when that is chosen, by CSS alone. */
export function ExpiryField({ state }: FieldsProps) {
  const [typed = "90d", day = ""] = typedOr(state, "expires", "90d").split("\n");
  const [expires, setExpires] = useState(typed);
  const errors = errorsOf(state, "expires");
  return (
    <div className="group/expiry grid gap-4 sm:grid-cols-2">
      <Field
        label="Expires"
        errors={typed === ON_A_DAY ? [] : errors}
        hint={expires === NEVER ? ENDLESS : undefined}
      >
        {(control) => (
          <Select
            {...control}
            name="expires"
            options={EXPIRY_OPTIONS}
            defaultValue={expires}
            onChange={(event) => setExpires(event.target.value)}
          />
        )}
      </Field>
      <div className="hidden group-has-[option[value=day]:checked]/expiry:block">
        <Field label="Last day" errors={typed === ON_A_DAY ? errors : []} hint="End of that day (UTC).">
          {(control) => <TextInput {...control} type="date" name="expires" defaultValue={day} />}
        </Field>
      </div>
    </div>
  );
}
