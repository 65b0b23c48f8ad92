import type { BadgeTone } from "@/components/ui/badge";
import { type ApiKeyMeta, type KeyStatus, NEVER, ON_A_DAY } from "@/lib/api-keys/model";
import type { KeyKind, Permission } from "@/lib/authorization/permission";

/** What holds a key, and which secrets that lets it see. */
export const KINDS: Readonly<Record<KeyKind, { readonly name: string; readonly text: string }>> = {
  service: { name: "Service", text: "An application, a server or a CI job. Reads secrets marked “All”." },
  agent: { name: "Agent", text: "An AI agent. Gets secrets for all API keys and those for agents." },
  tool: {
    name: "Tool",
    text: "A tool that an agent calls. Gets secrets for all API keys and those for tools.",
  },
  sandbox: {
    name: "Sandbox",
    text: "Runs untrusted code. Reads secrets marked “All” or “Sandboxes”.",
  },
};

export const STATUSES: Readonly<Record<KeyStatus, { readonly name: string; readonly tone: BadgeTone }>> = {
  active: { name: "Active", tone: "success" },
  expired: { name: "Expired", tone: "warning" },
  revoked: { name: "Revoked", tone: "neutral" },
};

export const PERMISSION_TEXTS: Readonly<Record<Permission, string>> = {
  "secrets:list": "see names, descriptions and change logs, never values",
  "secrets:read": "read values",
  "secrets:write": "store secrets, replace values, change names and descriptions",
  "secrets:delete": "permanently delete secrets",
  "secrets:rotate": "rotate secrets that say how, and undo that",
  "pools:use": "get values out of pools, and report how they fare",
  "managers:write": "set up external managers, and secrets whose values live in them",
  "leases:create": "get users of databases that live for minutes",
  "ssh:read": "ask who may enter a host, and enter hosts where a rule names it",
  "connections:use": "get access tokens of connected apps",
  "triggers:read": "receive what triggers take, also the contents of deliveries",
  "allowlist:send": "send requests through allowlist endpoints",
  "declarations:write": "submit the list of required secrets",
  "audit:read": "read the audit log of what it reaches",
  admin:
    "create projects, mappings, allowlist endpoints, API keys, grants and SSH rules within its own scope",
};

/** What a new key may do unless one says otherwise: what a program needs to start. */
export const FIRST_PERMISSIONS: readonly Permission[] = ["secrets:list", "secrets:read"];

export const EXPIRY_OPTIONS = [
  { value: "30d", label: "In 30 days" },
  { value: "90d", label: "In 90 days" },
  { value: "365d", label: "In 365 days" },
  { value: ON_A_DAY, label: "Custom date" },
  { value: NEVER, label: "Never" },
] as const;

export function scopeOf({ project, environment }: Pick<ApiKeyMeta, "project" | "environment">): string {
  if (project === null) return "Whole organisation";
  return environment ?? "Every environment";
}
