"use client";

import { useCallback } from "react";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { addMemberAction, deleteGroupAction, removeMemberAction } from "@/lib/grants/groups/actions";
import { type GroupDetails, groupPath } from "@/lib/grants/groups/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

const DIALOG_NEEDS = ["person"];

/** What opens over the page of a group, beside what is about its grants. */
export function GroupDialogs({ group }: { readonly group: GroupDetails }) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
    },
    [close],
  );
  const shared = { closeHref: groupPath(group.slug), onClose: close, onDone };
  const person = group.people.find(({ email }) => email === params.get("person"));
  if (name === "add") return <AddDialog group={group} {...shared} />;
  if (name === "leave" && person)
    return (
      <QuestionDialog
        {...shared}
        title={`Remove ${person.name} from ${group.name}?`}
        button="Remove"
        tone="danger"
        done={`Removed ${person.email}`}
        action={removeMemberAction}
        fields={{ group: group.slug, person: person.email }}
      >
        <p>
          <strong className="font-medium">{person.email}</strong> loses what is granted to this group
          immediately.
          {person.source === "claim" &&
            " Single sign-on puts them back as long as the provider names it for them."}
        </p>
      </QuestionDialog>
    );
  if (name !== "delete") return null;
  return (
    <QuestionDialog
      {...shared}
      title={`Delete ${group.name}?`}
      button="Delete group"
      tone="danger"
      done={`Deleted ${group.name}`}
      action={deleteGroupAction}
      fields={{ group: group.slug }}
    >
      <p>Its members lose what is granted to it immediately. Their accounts stay. This cannot be undone.</p>
    </QuestionDialog>
  );
}

interface AddDialogProps {
  readonly group: GroupDetails;
  readonly closeHref: string;
  readonly onClose: () => void;
  readonly onDone: (done: string) => void;
}

function AddDialog({ group, closeHref, onClose, onDone }: AddDialogProps) {
  const { state, formProps } = useFormAction(addMemberAction);
  useDone(state, ({ person }) => onDone(`Added ${person}`));
  if (state.status === "done")
    return <DoneDialog title={`Added ${state.data.person}`} href={closeHref} onClose={onClose} />;
  return (
    <FormDialog
      title={`Add a person to ${group.name}`}
      shape="narrow"
      onClose={onClose}
      closeHref={closeHref}
      state={state}
      formProps={formProps}
      fields={["person"]}
      submit={<SubmitButton>Add</SubmitButton>}
    >
      <input type="hidden" name="group" value={group.slug} />
      <Field label="Email" hint="Of somebody who has an account." errors={errorsOf(state, "person")}>
        {(control) => (
          <TextInput
            {...control}
            name="person"
            inputMode="email"
            defaultValue={typedOr(state, "person", "")}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
        )}
      </Field>
    </FormDialog>
  );
}
