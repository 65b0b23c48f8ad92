import type { SealedTable } from "./sealed-table";

/** The part of `SEALED_TABLES` that decides who gets in, and as what. */
export const PEOPLE_TABLES = {
  organisations: {
    key: ["id"],
    label: "name",
    fields: {
      id: "text",
      requiresSecondFactor: "boolean",
      sessionSecondsMax: "integer",
      idleSecondsMax: "integer",
      passwordSignIn: "text",
      allowedPrivateHosts: "texts",
    },
    sql: { passwordSignIn: "t.password_sign_in::text" },
    open: ["is_only", "name", "created_at", "sign_in_banner", "revision"],
  },
  users: {
    key: ["id"],
    label: "email",
    fields: {
      id: "text",
      email: "text",
      role: "text",
      status: "text",
      passwordHash: "text?",
      secondFactorCount: "integer",
    },
    sql: { role: "t.role::text", status: "t.status::text" },
    // Known devices only wait in another line when passwords are guessed.
    open: ["name", "last_environment_id", "created_at", "last_seen_at", "device_generation"],
  },
  sessions: {
    key: ["id"],
    label: "id",
    fields: {
      id: "text",
      tokenHash: "bytes",
      userId: "text",
      createdAt: "time",
      lastUsedAt: "time",
      expiresAt: "time",
      confirmedAt: "time",
    },
    open: ["ip", "user_agent"],
  },
  pending_sign_ins: {
    key: ["id"],
    label: "id",
    fields: {
      id: "text",
      tokenHash: "bytes",
      userId: "text",
      expiresAt: "time",
      methods: "texts",
      enrolled: "text?",
    },
    open: ["created_at"],
  },
  invitations: {
    key: ["id"],
    label: "email",
    fields: {
      id: "text",
      tokenHash: "bytes",
      email: "text",
      role: "text",
      createdBy: "text",
      expiresAt: "time",
      acceptedAt: "time?",
      revokedAt: "time?",
    },
    sql: { role: "t.role::text" },
    open: ["created_at"],
  },
  passkeys: {
    key: ["id"],
    label: "name",
    fields: { id: "text", userId: "text", credentialId: "bytes", publicKey: "bytes", counter: "text" },
    // A bigint comes as another type from each driver.
    sql: { counter: "t.counter::text" },
    open: ["transports", "name", "is_backed_up", "created_at", "last_used_at"],
  },
  identities: {
    key: ["issuer", "subject"],
    label: "subject",
    fields: { issuer: "text", subject: "text", userId: "text" },
    open: ["created_at", "last_used_at"],
  },
  totps: {
    key: ["userId"],
    label: "user_id",
    fields: {
      userId: "text",
      secret: "text?",
      confirmedAt: "time?",
      lastStep: "integer",
      nextSecret: "text?",
      nextAt: "time?",
    },
    open: [],
  },
  recovery_codes: {
    key: ["id"],
    label: "user_id",
    fields: { id: "text", userId: "text", codeHash: "bytes", usedAt: "time?" },
    open: ["created_at"],
  },
} as const satisfies Record<string, SealedTable>;
