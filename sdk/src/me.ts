import type { components } from "./api/generated.js";
import { type JsonRecord, listIn, oneOf, orNull, recordIn, textIn } from "./http/json.js";

/** What a key is and may do. */
export type Me = components["schemas"]["Me"];

const KINDS = ["agent", "tool", "sandbox", "service", "person"] as const satisfies readonly Me["kind"][];
const PERMISSIONS = [
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
] as const satisfies readonly Me["permissions"][number][];

const ROLES = ["owner", "super_admin", "auditor", "member"] as const satisfies readonly NonNullable<
  Me["person"]
>["role"][];

function personIn(record: JsonRecord, field: string): NonNullable<Me["person"]> {
  const person = recordIn(record[field]);
  return { email: textIn(person, "email"), role: oneOf(person, "role", ROLES) };
}

export function meIn(json: unknown): Me {
  const record = recordIn(json);
  return {
    id: textIn(record, "id"),
    name: textIn(record, "name"),
    kind: oneOf(record, "kind", KINDS),
    person: orNull(record, "person", personIn),
    permissions: listIn(record, "permissions", (permission) =>
      oneOf({ permission }, "permission", PERMISSIONS),
    ),
    project: orNull(record, "project", textIn),
    environment: orNull(record, "environment", textIn),
    secrets: orNull(record, "secrets", (input, field) => listIn(input, field, String)),
    expiresAt: orNull(record, "expiresAt", textIn),
  };
}
