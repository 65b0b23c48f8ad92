"use client";

import type { ReactNode } from "react";
import {
  ChoiceField,
  CredentialField,
  configOf,
  type KindFieldsProps,
  LineField,
  LinesField,
  PAIR,
} from "./own-fields";

const VALUES = [
  { value: "url", label: "A URL" },
  { value: "json", label: "A JSON object" },
  { value: "password", label: "The password alone" },
] as const;

const TLS = [
  { value: "verify", label: "With TLS, verified" },
  { value: "none", label: "Without TLS" },
] as const;

export function PostgresFields(props: KindFieldsProps) {
  return <DatabaseFields {...props} kind="postgres" port={5_432} databaseLabel="Database" />;
}

export function MysqlFields(props: KindFieldsProps) {
  const config = configOf(props.rotation, "mysql");
  return (
    <DatabaseFields {...props} kind="mysql" port={3_306} databaseLabel="Database (optional)">
      <LineField
        {...{ state: props.state, kind: "mysql", field: "userHost", label: "Host of the accounts" }}
        initial={config?.userHost ?? "%"}
        hint="The part after the @ of the users’ accounts."
      />
    </DatabaseFields>
  );
}

interface DatabaseFieldsProps extends KindFieldsProps {
  readonly kind: "postgres" | "mysql";
  readonly port: number;
  readonly databaseLabel: string;
  /** Fields of this kind alone. */
  readonly children?: ReactNode;
}

/** Where the database is, whose password it is, and who may change it. */
function DatabaseFields({ port, databaseLabel, children, ...props }: DatabaseFieldsProps) {
  const { state, rotation, kind } = props;
  const config = configOf(rotation, kind);
  return (
    <>
      <div className={PAIR}>
        <LineField {...{ state, kind, field: "host", label: "Host", initial: config?.host ?? "" }} />
        <LineField
          {...{ state, kind, field: "port", label: "Port", inputMode: "numeric" }}
          initial={String(config?.port ?? port)}
        />
      </div>
      <LineField
        {...{ state, kind, field: "database", label: databaseLabel, initial: config?.database ?? "" }}
      />
      <LinesField
        {...{ state, kind, field: "users", label: "Users", rows: 2 }}
        initial={config?.users.join("\n") ?? ""}
        hint="Each on a line. Two take turns, so that no reader is refused; with one, the old password ends at once."
      />
      {children}
      <div className={PAIR}>
        <ChoiceField
          {...{ state, kind, field: "value", label: "The value is", options: VALUES }}
          initial={config?.value ?? "url"}
        />
        <ChoiceField
          {...{ state, kind, field: "tls", label: "Connection", options: TLS }}
          initial={config?.tls ?? "verify"}
          hint="Without TLS only for hosts that an Owner allowed."
        />
      </div>
      <LinesField
        {...{ state, kind, field: "ca", label: "Certificate authorities (optional)", rows: 3 }}
        initial={config?.ca ?? ""}
        hint="PEM, to trust in place of the usual ones."
      />
      <CredentialField
        {...props}
        label="Admin"
        hint="The secret with user and password of an admin: a connection URL, or JSON with username and password."
      />
    </>
  );
}
