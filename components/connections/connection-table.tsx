"use client";

import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { DialogLink } from "@/components/ui/dialog-link";
import { SecondClick } from "@/components/ui/second-click";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { useFormAction } from "@/components/ui/use-form-action";
import { disconnectAction, removeConnectionAction } from "@/lib/connections/actions";
import type { Revoked } from "@/lib/connections/disconnecting/service";
import { type ConnectionMeta, PROVIDER_NAMES } from "@/lib/connections/model";
import { isPreset } from "@/lib/connections/presets";
import type { FormState } from "@/lib/web/form-state";
import { ConnectForm, ConnectionFields } from "./connect-form";
import { STATE_LABELS } from "./connection-labels";

interface ConnectionTableProps {
  readonly connections: readonly ConnectionMeta[];
  readonly may: { readonly configure: boolean; readonly connect: boolean };
}

/** What became of tokens at their provider. */
type Ended = { readonly revoked: Revoked | null };

/** The connected apps of an environment, how each stands, and what may be done about it. */
export function ConnectionTable({ connections, may }: ConnectionTableProps) {
  const disconnecting = useFormAction<Ended>(disconnectAction);
  const removing = useFormAction<Ended>(removeConnectionAction);
  const actions: Column<ConnectionMeta> = {
    // No corner has room for them.
    title: "Actions",
    className: "w-48",
    cell: (connection) => (
      <div className="flex flex-wrap items-start gap-2">
        {may.connect && <ConnectForm connection={connection} />}
        {may.configure && (
          <DialogLink dialog="app" needs={{ app: connection.name }} tone="secondary" size="small">
            Edit<span className="sr-only"> {connection.name}</span>
          </DialogLink>
        )}
        {may.connect && connection.connectedAt !== null && (
          <EndForm
            {...disconnecting}
            connection={connection}
            button="Disconnect"
            text={`The provider is asked to take its tokens back, and they are deleted here. No program gets one any more.`}
          />
        )}
        {may.configure && (
          <EndForm
            {...removing}
            connection={connection}
            button="Delete"
            text={`${connection.name} is disconnected first. Then it is gone.`}
          />
        )}
      </div>
    ),
  };
  return (
    <>
      <RevokedAlert state={disconnecting.state} />
      <RevokedAlert state={removing.state} />
      <Table
        label="Connected apps"
        cardsBelow="md"
        columns={may.connect || may.configure ? [...COLUMNS, actions] : COLUMNS}
        rows={connections}
        rowKey={({ name }) => name}
      />
    </>
  );
}

const COLUMNS: readonly Column<ConnectionMeta>[] = [
  {
    title: "Name",
    className: "w-44",
    cell: ({ name, kind, host }) => (
      <>
        <span className="font-medium wrap-anywhere">{name}</span>
        {isPreset(kind) && <span className="block text-sm">{PROVIDER_NAMES[kind]}</span>}
        <span className="block text-sm break-all text-muted">{host}</span>
      </>
    ),
  },
  {
    title: "State",
    className: "max-w-64 text-sm",
    cell: ({ state, error, connectedAt, connectedBy }) => (
      <>
        <Badge tone={STATE_LABELS[state].tone}>{STATE_LABELS[state].name}</Badge>
        {error !== null && <span className="block wrap-anywhere">{error}</span>}
        {connectedAt !== null && (
          <span className="block wrap-anywhere text-muted">
            <Time value={connectedAt} /> by {connectedBy}
          </span>
        )}
      </>
    ),
  },
  {
    title: "Owner",
    className: "w-32 max-w-36 text-sm wrap-anywhere",
    cell: ({ owner, ownedBy }) => (owner === "project" ? "The project" : (ownedBy ?? "Whoever connects it")),
  },
  {
    title: "Scopes",
    className: "max-w-64 min-w-36 text-sm",
    cell: (connection) => <Scopes connection={connection} />,
  },
  {
    title: "Token",
    className: "w-48 text-sm",
    cell: (connection) => <TokenTimes connection={connection} />,
  },
];

function Scopes({
  connection: { scopes, scopesGranted, scopesMissing },
}: {
  readonly connection: ConnectionMeta;
}) {
  const besides = scopesGranted.filter((scope) => !scopes.includes(scope));
  return (
    <>
      <span className="font-mono text-xs wrap-anywhere">
        {scopes.length > 0 ? scopes.join(" ") : "none asked for"}
      </span>
      {besides.length > 0 && (
        <span className="block wrap-anywhere text-muted">
          Given besides: <span className="font-mono text-xs">{besides.join(" ")}</span>
        </span>
      )}
      {scopesMissing.length > 0 && (
        <span className="block wrap-anywhere text-warning-ink">
          Not given: <span className="font-mono text-xs">{scopesMissing.join(" ")}</span>
        </span>
      )}
    </>
  );
}

function TokenTimes({
  connection: { state, expiresAt, isRefreshed, lastUsedAt },
}: {
  readonly connection: ConnectionMeta;
}) {
  if (state === "notConnected") return <span className="text-muted">None</span>;
  return (
    <>
      {expiresAt === null ? (
        "Does not end by itself"
      ) : (
        <>
          Ends <Time value={expiresAt} />
        </>
      )}
      {state !== "reconnect" && expiresAt !== null && (
        <span className="block text-muted">
          {isRefreshed ? "Refreshed by itself" : "No refresh token: connect again when it ends"}
        </span>
      )}
      <span className="block text-muted">
        {lastUsedAt === null ? (
          "Never used"
        ) : (
          <>
            Last used <Time value={lastUsedAt} />
          </>
        )}
      </span>
    </>
  );
}

interface EndFormProps extends ReturnType<typeof useFormAction<Ended>> {
  readonly connection: ConnectionMeta;
  readonly button: string;
  readonly text: string;
}

function EndForm({ connection, button, text, state, formProps }: EndFormProps) {
  const label = (
    <>
      {button}
      <span className="sr-only"> {connection.name}</span>
    </>
  );
  return (
    <SecondClick state={state} formProps={formProps} button={label} submitTone="danger">
      <ConnectionFields connection={connection} />
      <p className="max-w-70 text-sm">{text}</p>
    </SecondClick>
  );
}

/** Says what became of tokens at their provider: above the list, where a row may be gone. */
function RevokedAlert({ state }: { readonly state: FormState<Ended> }) {
  if (state.status !== "done" || state.data.revoked === null) return null;
  const { revoked } = state.data;
  if (revoked === "revoked")
    return <Alert role="status" tone="success" title="Disconnected. The provider took the tokens back." />;
  return (
    <Alert
      role="status"
      tone="warning"
      title="Disconnected here. The tokens may still be good at the provider."
    >
      {revoked === "noWay"
        ? "It offers no way to take them back. End the app’s access in the settings there."
        : `They were deleted here, but could not be taken back there: ${revoked.failed} End the app’s access in the settings of the provider.`}
    </Alert>
  );
}
