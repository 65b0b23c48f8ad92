"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ROLE_NAMES, type Role } from "@/lib/authorization/actor";

/** What a role may do, in one line. */
const MEANINGS: Readonly<Record<Role, string>> = {
  owner: "Full access, including Owners and settings.",
  super_admin:
    "Stores and replaces secrets, creates API keys, invites people. Everything except Owners and settings.",
  auditor: "Read-only: sees names, descriptions and change logs, never a value.",
  member: "Sees only the secrets that are granted to them, and never a value.",
};

interface RoleFieldProps {
  readonly roles: readonly Role[];
  readonly initial: string;
  readonly errors: readonly string[];
}

/** A choice among the roles that one may give, with what the chosen one may do. */
export function RoleField({ roles, initial, errors }: RoleFieldProps) {
  const [chosen, setChosen] = useState(() => roles.find((role) => role === initial));
  const options = roles.map((role) => ({ value: role, label: ROLE_NAMES[role] }));
  return (
    <Field label="Role" errors={errors} hint={chosen && MEANINGS[chosen]}>
      {(control) => (
        <Select
          {...control}
          name="role"
          options={options}
          defaultValue={initial}
          onChange={(event) => setChosen(roles.find((role) => role === event.target.value))}
        />
      )}
    </Field>
  );
}
