/** What an API key may be allowed to do. */
export const PERMISSIONS = [
  "secrets:list",
  "secrets:read",
  "secrets:write",
  "secrets:delete",
  "secrets:rotate",
  "pools:use",
  "leases:create",
  "managers:write",
  "ssh:read",
  "connections:use",
  "triggers:read",
  "allowlist:send",
  "declarations:write",
  "audit:read",
  "admin",
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What holds an API key. */
export const KEY_KINDS = ["agent", "tool", "sandbox", "service"] as const;
export type KeyKind = (typeof KEY_KINDS)[number];
