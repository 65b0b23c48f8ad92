import type { RowField } from "@/lib/crypto/row-seal";
import { PEOPLE_TABLES } from "./people-tables";
import type { Fields, SealedTable, ValueOf } from "./sealed-table";

/**
 * Every row that grants something, and what of it the seal covers. Whoever may write to the database, but has no master
 * key, can change any of these rows; then the seal no longer fits, and the row counts as if it were not there.
 */
export const SEALED_TABLES = {
  ...PEOPLE_TABLES,
  projects: {
    key: ["id"],
    label: "slug",
    fields: { id: "text", slug: "text" },
    open: ["name", "is_built_in", "created_at"],
  },
  environments: {
    key: ["id"],
    label: "slug",
    fields: { id: "text", projectId: "text", slug: "text", changePolicy: "json+" },
    open: ["name", "position", "created_at"],
  },
  secrets: {
    key: ["id"],
    label: "name",
    fields: {
      id: "text",
      environmentId: "text",
      name: "text",
      nameFolded: "text",
      variable: "text",
      audience: "text",
      currentVersion: "integer",
      currentVersionId: "text?",
    },
    sql: {
      audience: "t.audience::text",
      // So that two versions cannot change places.
      currentVersionId:
        "(SELECT v.id FROM secret_versions v WHERE v.secret_id = t.id AND v.number = t.current_version)",
    },
    // A value group only says in a list what is equal: nothing is decided by it.
    open: [
      ...["description", "search_text", "category", "revision"],
      ...["created_at", "updated_at", "updated_by", "replaced_at", "value_group"],
    ],
  },
  secret_versions: {
    key: ["id"],
    label: "number",
    fields: { id: "text", secretId: "text", number: "integer", fingerprint: "text?", createdAt: "time" },
    // A value opens only with the ids and the project key that it was encrypted for.
    open: ["value", "project_key_id", "origin", "restored_from", "created_by", "expires_at", "shape"],
  },
  pending_versions: {
    key: ["id"],
    label: "secret_id",
    fields: { id: "text", secretId: "text", fingerprint: "text?", createdAt: "time" },
    open: ["value", "project_key_id", "expires_at", "shape"],
  },
  rotation_policies: {
    key: ["secretId"],
    label: "secret_id",
    // It says where credentials go.
    fields: { secretId: "text", configuration: "json", credentialId: "text?" },
    // Where it is, is where its secret is.
    open: ["environment_id", "next_at", "updated_at", "updated_by"],
  },
  connections: {
    key: ["id"],
    label: "name",
    // It says where credentials go.
    fields: { id: "text", environmentId: "text", name: "text", configuration: "json", credentialId: "text" },
    open: ["updated_at", "updated_by"],
  },
  connection_tokens: {
    key: ["connectionId"],
    label: "connection_id",
    // Whose it is, and so with whom it ends.
    fields: { connectionId: "text", ownerId: "text?", connectedAt: "time" },
    // Tokens open only with the ids and the project key that they were encrypted for. Whoever changes the rest can only have them
    // refreshed at another time.
    open: [
      ...["token_id", "value", "project_key_id", "connected_by", "scopes", "expires_at", "is_refreshable"],
      ...["refreshed_at", "due_at", "claimed_until", "attempts", "error", "lost_at", "last_used_at"],
    ],
  },
  connection_attempts: {
    key: ["id"],
    label: "id",
    fields: { id: "text", connectionId: "text", stateHash: "bytes", sessionId: "text", expiresAt: "time" },
    // The provider takes a code once.
    open: ["used_at"],
  },
  lease_sources: {
    key: ["id"],
    label: "name",
    // It says where credentials go, and what is run there.
    fields: { id: "text", environmentId: "text", name: "text", configuration: "json", credentialId: "text" },
    open: ["updated_at", "updated_by"],
  },
  external_managers: {
    key: ["id"],
    label: "name",
    // It says where credentials go, and whose values count here.
    fields: { id: "text", environmentId: "text", name: "text", configuration: "json", credentialId: "text" },
    open: ["updated_at", "updated_by"],
  },
  secret_sources: {
    key: ["secretId"],
    label: "path",
    // It says whose value is given out for the secret.
    fields: { secretId: "text", managerId: "text", path: "text", field: "text", versionLabel: "text" },
    // Whoever changes these can have it read too often, or be given out for longer.
    open: ["version", "checked_at", "next_at", "reason", "error", "failing_since"],
  },
  leases: {
    key: ["id"],
    label: "user_name",
    // Whose user is dropped in the end, and how long it may be there.
    fields: {
      id: "text",
      sourceId: "text",
      environmentId: "text",
      apiKeyId: "text?",
      userName: "text",
      createdAt: "time",
      maxAt: "time",
    },
    // Whoever changes these can delay that a user is dropped, as by deleting the row.
    open: [
      ...["ttl_seconds", "created_by", "expires_at", "made_at", "end_reason", "ended_at"],
      ...["attempts", "error", "due_at", "claimed_until"],
    ],
  },
  triggers: {
    key: ["id"],
    label: "name",
    // What proves a delivery, and what follows it.
    fields: {
      ...{ id: "text", projectId: "text", environmentId: "text", name: "text", configuration: "json" },
      ...{ secretId: "text", rotatedId: "text?", isPaused: "boolean" },
    },
    open: ["updated_at", "updated_by", "fired_at", "refused_at", "refused_count"],
  },
  notice_channels: {
    key: ["id"],
    label: "name",
    // It says where notices go, and with which secret.
    fields: { id: "text", name: "text", configuration: "json", environmentId: "text", credentialId: "text" },
    open: ["updated_at", "updated_by"],
  },
  imports: {
    key: ["id"],
    label: "path",
    // What is stored where, and as whom.
    fields: {
      id: "text",
      environmentId: "text",
      managerId: "text",
      path: "text",
      names: "text",
      userId: "text?",
      apiKeyId: "text?",
      requestedBy: "text",
      createdAt: "time",
    },
    // Whoever changes these can delay it, or have stored what was planned.
    open: [
      ...["goes_on", "state", "is_listed", "is_planned", "error", "attempts"],
      ...["due_at", "claim", "claimed_until", "ended_at"],
    ],
  },
  syncs: {
    key: ["id"],
    label: "name",
    // It says which values go where.
    fields: { id: "text", environmentId: "text", managerId: "text", name: "text", configuration: "json" },
    // Whoever changes these can delay a run, or have values written again where they go anyway.
    open: [
      ...["updated_at", "updated_by", "overwrites", "error", "attempts", "seen_seq"],
      ...["due_at", "claim", "claimed_until", "done_at"],
    ],
  },
  change_requests: {
    key: ["id"],
    label: "title",
    // What is done once it is approved, and who may not be the one to approve it.
    fields: {
      id: "text",
      kind: "text",
      environmentId: "text?",
      change: "json",
      userId: "text?",
      apiKeyId: "text?",
      requestedBy: "text",
      device: "text?",
      createdAt: "time",
      expiresAt: "time",
      state: "text",
    },
    sql: { state: "t.state::text" },
    open: ["secret_ids", "title", "ended_at", "ended_by", "is_emergency"],
  },
  request_remarks: {
    key: ["id"],
    label: "kind",
    fields: { id: "text", requestId: "text", userId: "text", kind: "text", createdAt: "time" },
    open: ["text", "created_by"],
  },
  requested_values: {
    key: ["id"],
    label: "id",
    fields: { id: "text", requestId: "text", fingerprint: "text?" },
    // A value opens only with the ids and the project key that it was encrypted for.
    open: ["value", "project_key_id"],
  },
  value_links: {
    key: ["id"],
    label: "id",
    // Whoever has the link stores a value with it, as whoever asked may.
    fields: {
      ...{
        id: "text",
        tokenHash: "bytes",
        userId: "text",
        environmentId: "text",
        secretId: "text?",
        name: "text?",
      },
      ...{ description: "text", category: "text", audience: "text", recipient: "text" },
      ...{ expiresAt: "time", usedAt: "time?", withdrawnAt: "time?" },
    },
    open: ["created_at"],
  },
  shared_mappings: {
    key: ["id"],
    label: "name",
    fields: {
      id: "text",
      environmentId: "text",
      name: "text",
      nameFolded: "text",
      variable: "text",
      secretId: "text",
    },
    open: ["created_at", "created_by"],
  },
  key_pools: {
    key: ["id"],
    label: "name",
    fields: { id: "text", environmentId: "text", name: "text", nameFolded: "text", strategy: "text" },
    sql: { strategy: "t.strategy::text" },
    open: ["description", "revision", "created_at", "created_by", "updated_at", "updated_by"],
  },
  key_pool_members: {
    key: ["poolId", "secretId"],
    label: "secret_id",
    // It decides which values a caller of the pool gets.
    fields: { poolId: "text", secretId: "text", weight: "integer", isOn: "boolean" },
    // Whoever changes these can take a member out or put it back, and no more.
    open: ["position", "out_until", "limited_by", "refused_version", "refused_at"],
  },
  api_keys: {
    key: ["id"],
    label: "name",
    fields: {
      id: "text",
      publicId: "text",
      secretHash: "bytes",
      name: "text",
      kind: "text",
      projectId: "text?",
      environmentId: "text?",
      permissions: "texts",
      allowedSecretIds: "texts?",
      expiresAt: "time?",
      revokedAt: "time?",
      skipsApproval: "boolean+",
    },
    sql: { kind: "t.kind::text", allowedSecretIds: "CASE WHEN t.is_narrowed THEN t.allowed_secret_ids END" },
    open: [
      ...["unresolved_names", "created_at", "created_by", "revoked_by"],
      ...["last_used_at", "last_used_ip"],
    ],
  },
  allowlist_endpoints: {
    key: ["id"],
    label: "name",
    fields: {
      id: "text",
      environmentId: "text",
      name: "text",
      nameFolded: "text",
      method: "text",
      url: "text",
      isActive: "boolean",
      verification: "text?",
      configuration: "json",
    },
    sql: { verification: "t.verification::text" },
    open: [
      ...["description", "verified_at", "verified_by", "revision", "last_sent_at"],
      ...["created_at", "created_by", "updated_at", "updated_by"],
    ],
  },
} as const satisfies Record<string, SealedTable>;

export type TableName = keyof typeof SEALED_TABLES;

/** What of a row is sealed. Leaving one of these out does not compile. */
export type SealedFields<T extends TableName> = {
  readonly [F in keyof (typeof SEALED_TABLES)[T]["fields"]]: ValueOf<(typeof SEALED_TABLES)[T]["fields"][F]>;
};

/** The same with the seal, as it was read. */
export type SealedRow<T extends TableName> = SealedFields<T> & { readonly seal: Uint8Array };

/** The names of all sealed tables. */
export const TABLE_NAMES = Object.keys(SEALED_TABLES) as TableName[];

const fieldLists = new Map(
  TABLE_NAMES.map((table) => {
    const fields: Fields = SEALED_TABLES[table].fields;
    const kinds = Object.entries(fields).map(([name, kind]) => ({
      ...{ name, isJson: kind.startsWith("json"), isLater: kind.endsWith("+") },
    }));
    return [table, kinds];
  }),
);

/** The fields of a row in the order in which they are sealed. */
export function fieldsOf<T extends TableName>(table: T, row: SealedFields<T>): RowField[] {
  const values: Readonly<Record<string, unknown>> = row;
  // JSON that was tampered with may be anything, not only an object.
  return (fieldLists.get(table) ?? []).flatMap(({ name, isJson, isLater }): RowField[] => {
    if (isLater && values[name] === null) return [];
    return [isJson ? { json: values[name] } : (values[name] as RowField)];
  });
}

/** What a row is called in reports: the fields of its key, joined by a slash. */
export function idOf<T extends TableName>(table: T, row: SealedFields<T>): string {
  const fields: Readonly<Record<string, unknown>> = row;
  return SEALED_TABLES[table].key.map((name) => String(fields[name])).join("/");
}
