"use client";

import { useState } from "react";
import { DoneDialog } from "@/components/ui/done-dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { useDone } from "@/components/ui/use-done";
import { useFormAction } from "@/components/ui/use-form-action";
import { putChannelAction } from "@/lib/notices/channels/actions";
import type { ChannelsPageData } from "@/lib/notices/channels/loaders";
import { CHANNELS_PATH, type ChannelKind, type ChannelMeta } from "@/lib/notices/channels/model";
import { TIMING_NAMES } from "@/lib/notices/model";
import { errorsOf, typedOr } from "@/lib/web/form-state";

interface ChannelDialogProps {
  readonly data: ChannelsPageData;
  readonly kind: ChannelKind;
  /** Null for a new one. */
  readonly channel: ChannelMeta | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

const TITLES: Readonly<Record<ChannelKind, string>> = { webhook: "New webhook", slack: "New Slack channel" };
const SECRET_HINTS: Readonly<Record<ChannelKind, string>> = {
  webhook: "The name of a stored secret. Its value signs each message.",
  slack: "The name of a stored secret. Its value is the whole address that Slack gave you.",
};
const TYPED = { autoComplete: "off", autoCapitalize: "none", spellCheck: false } as const;

/** Says where notices of the organisation go, and which. */
export function ChannelDialog({ data, kind, channel, onClose, onSaved }: ChannelDialogProps) {
  const { state, formProps } = useFormAction(putChannelAction);
  const [hasChanged, setChanged] = useState(false);
  useDone(state, onSaved);
  if (state.status === "done")
    return <DoneDialog title="Channel saved" href={CHANNELS_PATH} onClose={onClose} noun="page" />;
  return (
    <FormDialog
      title={channel ? `Edit ${channel.name}` : TITLES[kind]}
      onClose={onClose}
      closeHref={CHANNELS_PATH}
      hasUnsaved={() => hasChanged}
      state={state}
      formProps={formProps}
      fields={["name", "url", "scope", "credential", ...data.kinds.map(({ name }) => name)]}
      submit={<SubmitButton>{channel ? "Save" : "Add channel"}</SubmitButton>}
    >
      <div className="flex flex-col gap-4" onChange={() => setChanged(true)}>
        <input type="hidden" name="kind" value={kind} />
        {channel && <input type="hidden" name="id" value={channel.id} />}
        <Field label="Name" errors={errorsOf(state, "name")}>
          {(control) => (
            <TextInput
              {...control}
              name="name"
              defaultValue={typedOr(state, "name", channel?.name ?? "")}
              autoComplete="off"
              autoFocus
            />
          )}
        </Field>
        {kind === "webhook" && (
          <Field
            label="Address"
            hint="Gets each message as a POST, signed as Standard Webhooks has it."
            errors={errorsOf(state, "url")}
          >
            {(control) => (
              <TextInput
                {...control}
                {...TYPED}
                name="url"
                inputMode="url"
                mono
                defaultValue={channel?.url ?? ""}
              />
            )}
          </Field>
        )}
        <Field label="Where the secret is" errors={errorsOf(state, "scope")}>
          {(control) => (
            <Select
              {...control}
              name="scope"
              defaultValue={typedOr(
                state,
                "scope",
                channel ? `${channel.project}/${channel.environment}` : "",
              )}
              options={[{ value: "", label: "Choose an environment" }]}
              groups={data.projects.map(({ slug, name, environments }) => ({
                label: name,
                options: environments.map((one) => ({
                  value: `${slug}/${one.slug}`,
                  label: `${name}: ${one.name}`,
                })),
              }))}
            />
          )}
        </Field>
        <Field label="Secret" hint={SECRET_HINTS[kind]} errors={errorsOf(state, "credential")}>
          {(control) => (
            <TextInput
              {...control}
              {...TYPED}
              name="credential"
              mono
              defaultValue={channel?.credential ?? ""}
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          {data.kinds.map(({ name, label, timings }) => (
            <Field key={name} label={label} errors={errorsOf(state, name)}>
              {(control) => (
                <Select
                  {...control}
                  name={name}
                  options={timings.map((value) => ({ value, label: TIMING_NAMES[value] }))}
                  defaultValue={typedOr(state, name, channel?.timings[name] ?? "off")}
                />
              )}
            </Field>
          ))}
        </div>
      </div>
    </FormDialog>
  );
}
