"use client";

import type { ComponentProps } from "react";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { type Column, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { ListedPerson } from "@/lib/people/list/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { factorText, recoveryText } from "./factor-text";
import { PersonMenu } from "./person-menu";
import type { Viewer } from "./viewer";

interface PeopleTableProps extends Pick<ComponentProps<typeof Table>, "empty" | "footer"> {
  readonly people: readonly ListedPerson[];
  readonly viewer: Viewer;
}

/** Everybody with an account. */
export function PeopleTable({ people, viewer, ...rest }: PeopleTableProps) {
  return (
    <Table {...rest} label="People" columns={columnsFor(viewer)} rows={people} rowKey={({ id }) => id} />
  );
}

function columnsFor(viewer: Viewer): readonly Column<ListedPerson>[] {
  return [
    {
      title: "Person",
      cell: ({ id, name, email }) => (
        <>
          <span className="flex flex-wrap items-center gap-2">
            <Link
              href={`${PEOPLE_PATH}/${id}`}
              className="font-medium text-accent-ink underline underline-offset-2 wrap-anywhere"
            >
              {name}
            </Link>
            {id === viewer.id && <Badge>You</Badge>}
          </span>
          <span className="block text-sm text-muted wrap-anywhere">{email}</span>
        </>
      ),
    },
    { title: "Role", className: "w-32", cell: ({ role }) => ROLE_NAMES[role] },
    { title: "Second factor", className: "w-52", cell: ({ factors }) => <Factors factors={factors} /> },
    {
      title: "Last seen",
      className: "w-36 text-sm whitespace-nowrap text-muted",
      cell: ({ lastSeenAt }) => (lastSeenAt ? <Time value={lastSeenAt} /> : "never"),
    },
    { title: "Status", className: "w-40", cell: (person) => <PersonStatus person={person} /> },
    {
      title: "Actions",
      kind: "actions",
      className: "w-12",
      cell: (person) => <PersonMenu person={person} viewer={viewer} />,
    },
  ];
}

function Factors({ factors }: Pick<ListedPerson, "factors">) {
  const recovery = recoveryText(factors);
  return (
    <>
      {factorText(factors)}
      {recovery && <span className="block text-sm text-muted">{recovery}</span>}
    </>
  );
}

function PersonStatus({ person: { status, waitsUntil } }: { readonly person: ListedPerson }) {
  return (
    <span className="flex flex-wrap gap-1">
      {status === "suspended" ? <Badge tone="danger">Suspended</Badge> : <Badge tone="success">Active</Badge>}
      {waitsUntil && (
        <Badge tone="warning">
          <span title="Too many failed sign-in attempts.">Locked</span>
        </Badge>
      )}
    </span>
  );
}
