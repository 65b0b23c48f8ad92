"use client";

import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useFormAction } from "@/components/ui/use-form-action";
import { createGroupAction } from "@/lib/grants/groups/actions";
import { GROUPS_PATH } from "@/lib/grants/groups/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

/** Makes a group, and leads to it. */
export function CreateGroupDialog({ onClose }: { readonly onClose: () => void }) {
  const { state, formProps } = useFormAction(createGroupAction);
  return (
    <FormDialog
      title="New group"
      shape="narrow"
      onClose={onClose}
      closeHref={GROUPS_PATH}
      state={state}
      formProps={formProps}
      fields={["name", "slug"]}
      submit={<SubmitButton>Create group</SubmitButton>}
    >
      <Field label="Name" errors={errorsOf(state, "name")}>
        {(control) => (
          <TextInput
            {...control}
            name="name"
            defaultValue={typedOr(state, "name", "")}
            autoComplete="off"
            autoFocus
          />
        )}
      </Field>
      <Field
        label="Slug"
        hint="For the API and commands, such as billing-team. It cannot be changed."
        errors={errorsOf(state, "slug")}
      >
        {(control) => (
          <TextInput
            {...control}
            name="slug"
            defaultValue={typedOr(state, "slug", "")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
    </FormDialog>
  );
}
