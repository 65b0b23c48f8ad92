"use client";

import { useCallback } from "react";
import { DialogLink } from "@/components/ui/dialog-link";
import { QuestionDialog } from "@/components/ui/question-dialog";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { TimeBy } from "@/components/ui/time-by";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import { withdrawLinkAction } from "@/lib/value-links/actions";
import type { ValueLinkMeta } from "@/lib/value-links/model";

const DIALOG_NEEDS = ["link"];

interface LinkTableProps {
  readonly links: readonly ValueLinkMeta[];
  /** The page that it stands on. */
  readonly path: string;
}

/** The links that are open, each to be withdrawn. */
export function LinkTable({ links, path }: LinkTableProps) {
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
    },
    [close],
  );
  const link = links.find(({ id }) => id === params.get("link"));
  return (
    <>
      <Table
        label="Open links"
        columns={COLUMNS}
        rows={links}
        rowKey={({ id }) => id}
        empty={<p className="text-muted">No link is open.</p>}
      />
      {name === "withdraw" && link && (
        <QuestionDialog
          title={`Withdraw the link for ${link.name}?`}
          button="Withdraw"
          tone="danger"
          done={`Withdrew the link for ${link.name}`}
          action={withdrawLinkAction}
          fields={{ linkId: link.id }}
          closeHref={path}
          onClose={close}
          onDone={onDone}
        >
          <p>Whoever opens it is told that it does not work.</p>
        </QuestionDialog>
      )}
    </>
  );
}

const COLUMNS: readonly Column<ValueLinkMeta>[] = [
  {
    title: "Secret",
    cell: ({ name, isNew, recipient }) => (
      <>
        <span className="font-mono text-sm font-medium wrap-anywhere">{name}</span>
        {isNew && <span className="text-sm text-muted"> (new)</span>}
        {recipient !== "" && <span className="block text-sm wrap-anywhere text-muted">for {recipient}</span>}
      </>
    ),
  },
  {
    title: "Asked",
    className: "max-w-48 text-sm",
    cell: ({ createdAt, askedBy }) => <TimeBy at={createdAt} by={askedBy} />,
  },
  { title: "Until", className: "text-sm", cell: ({ expiresAt }) => <Time value={expiresAt} /> },
  {
    title: "Actions",
    kind: "actions",
    className: "w-12",
    cell: ({ id, name }) => (
      <DialogLink dialog="withdraw" needs={{ link: id }} tone="quiet">
        Withdraw<span className="sr-only"> the link for {name}</span>
      </DialogLink>
    ),
  },
];
