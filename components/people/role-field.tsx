"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { ROLE_NAMES, type Role } from "@/lib/authorization/actor";

const MEANINGS: Readonly<Record<Role, string>> = {
  owner: "full access, including Owners and settings",
  super_admin: "everything except Owners and settings",
  auditor: "sees names, descriptions and change logs, and changes nothing",
  member: "no access until secrets are granted",
};

interface RoleFieldProps {
  readonly roles: readonly Role[];
  readonly initial: string;
  readonly errors: readonly string[];
}

/** A choice among the roles that one may give, and what each may do. */
export function RoleField({ roles, initial, errors }: RoleFieldProps) {
  const options = roles.map((role) => ({ value: role, label: ROLE_NAMES[role] }));
  return (
    <Field label="Role" errors={errors} hint={<Meanings roles={roles} />}>
      {(control) => <Select {...control} name="role" options={options} defaultValue={initial} />}
    </Field>
  );
}

function Meanings({ roles }: { readonly roles: readonly Role[] }) {
  return (
    <ul className="flex flex-col gap-0.5">
      {roles.map((role) => (
        <li key={role}>
          <span className="font-medium text-ink">{ROLE_NAMES[role]}</span> {MEANINGS[role]}.
        </li>
      ))}
    </ul>
  );
}
