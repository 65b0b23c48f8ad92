import { BackLink } from "@/components/shell/back-link";
import { PageBody } from "@/components/shell/page-body";
import { PageHeader } from "@/components/shell/page-header";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { DialogLink } from "@/components/ui/dialog-link";
import { FactList } from "@/components/ui/fact-list";
import { Time } from "@/components/ui/time";
import { counted } from "@/lib/counted";
import { REQUESTS_PATH, type RequestDetail, type ShownChange } from "@/lib/requests/model";
import { CommentForm } from "./comment-form";
import { RequestDialogs } from "./request-dialogs";
import { RequestStateBadge } from "./request-state";
import { approvalsOf, REMARK_VERBS } from "./request-words";

interface RequestViewProps {
  readonly request: RequestDetail;
  /** Whether the viewer has just made it. */
  readonly isNew: boolean;
}

/** One request: what it asks for, who said what, and what the viewer may do. */
export function RequestView({ request, isNew }: RequestViewProps) {
  const { title, state, rights, conflict, scopeName, requestedBy, createdAt, expiresAt, endedAt, endedBy } =
    request;
  const isOpen = state === "open";
  return (
    <PageBody>
      <BackLink href={REQUESTS_PATH}>Requests</BackLink>
      <PageHeader
        title={<span className="wrap-anywhere">{title}</span>}
        aside={<RequestStateBadge {...request} />}
        description={scopeName}
        actions={isOpen && <Actions request={request} />}
      />
      {isNew && isOpen && (
        <Alert tone="success" title="Nothing was changed yet" role="status">
          This waits for {counted(request.approvals.needed, "approval")}. What you entered is sealed and kept
          until then.
        </Alert>
      )}
      {conflict && (
        <Alert tone="warning" title="This can no longer be carried out">
          {conflict} Reject it, or ask for it again.
        </Alert>
      )}
      {rights.whyNot && <Alert title="You cannot decide this request">{rights.whyNot}</Alert>}
      <Card title="Request">
        <FactList
          facts={[
            [
              "Asked by",
              <span key="by" className="wrap-anywhere">
                {requestedBy}
              </span>,
            ],
            ["Asked", <Time key="at" value={createdAt} />],
            ["Approvals", approvalsOf(request)],
            ["Expires", isOpen && <Time key="end" value={expiresAt} />],
            [
              "Ended",
              endedAt && (
                <span key="ended" className="wrap-anywhere">
                  <Time value={endedAt} /> by {endedBy}
                </span>
              ),
            ],
          ]}
        />
      </Card>
      <Card title="Changes" description="Everything but the values.">
        <ul className="flex flex-col gap-4">
          {request.changes.map((change) => (
            <Change key={change.title} change={change} />
          ))}
        </ul>
        {request.changeCount > request.changes.length && (
          <p className="mt-4 text-muted">
            And {counted(request.changeCount - request.changes.length, "more change")}.
          </p>
        )}
      </Card>
      <Card title="Discussion">
        <Remarks remarks={request.remarks} />
        {isOpen && <CommentForm request={request.id} />}
      </Card>
      <RequestDialogs request={request} />
    </PageBody>
  );
}

function Actions({ request: { rights } }: { readonly request: RequestDetail }) {
  return (
    <>
      {rights.decide && (
        <>
          <DialogLink dialog="approve" tone="primary">
            Approve
          </DialogLink>
          <DialogLink dialog="reject" tone="secondary">
            Reject
          </DialogLink>
        </>
      )}
      {rights.withdraw && (
        <DialogLink dialog="withdraw" tone="secondary">
          Withdraw
        </DialogLink>
      )}
      {rights.applyAtOnce && (
        <DialogLink dialog="emergency" tone="quiet">
          Emergency
        </DialogLink>
      )}
    </>
  );
}

function Change({ change: { title, facts } }: { readonly change: ShownChange }) {
  return (
    <li className="min-w-0">
      <h3 className="mb-2 font-medium wrap-anywhere">{title}</h3>
      <FactList
        facts={facts.map(({ label, from, to }) => [
          label,
          <span key={label} className="wrap-anywhere whitespace-pre-wrap">
            {from !== null && (
              <>
                <del className="text-muted">{from || "(empty)"}</del>
                <span aria-hidden> → </span>
              </>
            )}
            <ins className="no-underline">{to || "(empty)"}</ins>
          </span>,
        ])}
      />
    </li>
  );
}

function Remarks({ remarks }: Pick<RequestDetail, "remarks">) {
  if (remarks.length === 0) return <p className="text-muted">Nobody said anything yet.</p>;
  return (
    <ol className="flex flex-col gap-3">
      {remarks.map(({ id, kind, text, by, at }) => (
        <li key={id} className="min-w-0">
          <p className="text-sm text-muted wrap-anywhere">
            <strong className="font-medium text-ink">{by}</strong> {REMARK_VERBS[kind]} <Time value={at} />
          </p>
          {text && <p className="wrap-anywhere whitespace-pre-line">{text}</p>}
        </li>
      ))}
    </ol>
  );
}
