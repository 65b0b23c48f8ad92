"use client";

import { DialogLink } from "@/components/ui/dialog-link";
import { FormError } from "@/components/ui/form-error";
import { SecondClick } from "@/components/ui/second-click";
import { SubmitButton } from "@/components/ui/submit-button";
import { type Column, Table } from "@/components/ui/table";
import { TimeBy } from "@/components/ui/time-by";
import { useFormAction } from "@/components/ui/use-form-action";
import { removeChannelAction, testChannelAction } from "@/lib/notices/channels/actions";
import type { ChannelsPageData } from "@/lib/notices/channels/loaders";
import { CHANNEL_KIND_NAMES, type ChannelMeta } from "@/lib/notices/channels/model";
import { TIMING_NAMES } from "@/lib/notices/model";
import { failureOf } from "@/lib/web/form-state";

/** Where notices of the organisation go, and what may be done about it. */
export function ChannelTable({ channels, kinds }: Pick<ChannelsPageData, "channels" | "kinds">) {
  const columns: readonly Column<ChannelMeta>[] = [
    {
      title: "Name",
      className: "w-44",
      cell: ({ name, kind }) => (
        <>
          <span className="font-medium wrap-anywhere">{name}</span>
          <span className="block text-sm text-muted">{CHANNEL_KIND_NAMES[kind]}</span>
        </>
      ),
    },
    {
      title: "Where to",
      className: "max-w-72 text-sm",
      cell: (channel) => <WhereTo channel={channel} />,
    },
    {
      title: "Is told of",
      className: "text-sm",
      cell: ({ timings }) => {
        const told = kinds.flatMap(({ name, label }) => {
          const timing = timings[name];
          return timing ? [`${label}: ${TIMING_NAMES[timing].toLowerCase()}`] : [];
        });
        if (told.length === 0) return <span className="text-muted">Nothing</span>;
        return (
          <ul>
            {told.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        );
      },
    },
    {
      title: "Changed",
      className: "w-44 max-w-44 text-sm",
      cell: ({ updatedAt, updatedBy }) => <TimeBy at={updatedAt} by={updatedBy} />,
    },
    ACTIONS,
  ];
  return (
    <Table
      label="Channels"
      columns={columns}
      rows={channels}
      rowKey={({ id }) => id}
      empty={<p className="text-muted">Nothing leaves this instance yet but mails to people.</p>}
    />
  );
}

function WhereTo({ channel }: { readonly channel: ChannelMeta }) {
  const { url, project, environment, credential } = channel;
  const secret = credential === null ? null : `${project}/${environment}/${credential}`;
  return (
    <>
      {url && <span className="block font-mono text-xs break-all">{url}</span>}
      <span className="block text-muted wrap-anywhere">
        {secret === null
          ? "The secret is not here any more."
          : `${url === null ? "The address is in" : "Signed with"} ${secret}`}
      </span>
    </>
  );
}

const ACTIONS: Column<ChannelMeta> = {
  title: "Actions",
  kind: "actions",
  className: "w-44",
  cell: (channel) => (
    <div className="flex flex-wrap items-start gap-2">
      <DialogLink dialog={channel.kind} needs={{ channel: channel.id }} tone="secondary" size="small">
        Edit<span className="sr-only"> {channel.name}</span>
      </DialogLink>
      <TestForm channel={channel} />
      <RemoveForm channel={channel} />
    </div>
  ),
};

function TestForm({ channel: { id, name } }: { readonly channel: ChannelMeta }) {
  const { state, formProps } = useFormAction(testChannelAction);
  return (
    <form {...formProps} className="flex flex-col gap-2">
      <input type="hidden" name="id" value={id} />
      <div>
        <SubmitButton size="small" tone="secondary">
          Test<span className="sr-only"> {name}</span>
        </SubmitButton>
      </div>
      <FormError message={failureOf(state)} attempt={state} />
      {state.status === "done" && (
        <p role="status" className="max-w-70 text-sm text-success-ink">
          It was taken.
        </p>
      )}
    </form>
  );
}

function RemoveForm({ channel: { id, name } }: { readonly channel: ChannelMeta }) {
  const { state, formProps } = useFormAction(removeChannelAction);
  const button = (
    <>
      Delete<span className="sr-only"> {name}</span>
    </>
  );
  return (
    <SecondClick state={state} formProps={formProps} button={button} submitTone="danger">
      <input type="hidden" name="id" value={id} />
      <p className="max-w-70 text-sm">Nothing is sent to {name} any more. Its secret stays.</p>
    </SecondClick>
  );
}
