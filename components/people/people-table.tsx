"use client";

import { Badge } from "@/components/ui/badge";
import { Table, TableBody, TableCell, TableHead, TableHeaderCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { ROLE_NAMES } from "@/lib/authorization/actor";
import type { ListedPerson } from "@/lib/people/roster/model";
import { factorText, recoveryText } from "./factor-text";
import { PersonMenu } from "./person-menu";
import type { Viewer } from "./viewer";

interface PeopleTableProps {
  readonly people: readonly ListedPerson[];
  readonly viewer: Viewer;
}

/** Everybody with an account. On a phone each person is an entry of a list. */
export function PeopleTable({ people, viewer }: PeopleTableProps) {
  return (
    <div className="rounded-lg border border-line">
      <Table aria-label="People">
        <TableHead>
          <TableRow>
            <TableHeaderCell className="rounded-tl-lg">Person</TableHeaderCell>
            <TableHeaderCell className="w-32">Role</TableHeaderCell>
            <TableHeaderCell className="w-52">Second factor</TableHeaderCell>
            <TableHeaderCell className="w-36">Last seen</TableHeaderCell>
            <TableHeaderCell className="w-40">Status</TableHeaderCell>
            <TableHeaderCell className="w-12 rounded-tr-lg">
              <span className="sr-only">Actions</span>
            </TableHeaderCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {people.map((person) => (
            <PersonRow key={person.id} person={person} viewer={viewer} />
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function PersonRow({ person, viewer }: { readonly person: ListedPerson; readonly viewer: Viewer }) {
  const { id, name, email, role, factors, lastSeenAt } = person;
  const recovery = recoveryText(factors);
  return (
    <TableRow className="max-sm:pr-12">
      <TableCell className="max-sm:w-full">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{name}</span>
          {id === viewer.id && <Badge>You</Badge>}
        </span>
        <span className="block text-sm text-muted wrap-anywhere">{email}</span>
      </TableCell>
      <TableCell className="max-sm:pr-0">{ROLE_NAMES[role]}</TableCell>
      <TableCell className="max-sm:order-2 max-sm:w-full max-sm:text-sm max-sm:text-muted">
        <span className="sm:hidden">Second factor: </span>
        {factorText(factors)}
        {recovery && (
          <span className="text-sm text-muted sm:block">
            <span className="sm:hidden">, </span>
            {recovery}
          </span>
        )}
      </TableCell>
      <TableCell className="text-sm whitespace-nowrap text-muted max-sm:order-2">
        <span className="sm:hidden">Last seen: </span>
        {lastSeenAt ? <Time value={lastSeenAt} /> : "never"}
      </TableCell>
      <TableCell className="max-sm:order-1 max-sm:pl-0">
        <PersonStatus person={person} />
      </TableCell>
      <TableCell className="w-12 text-right max-sm:absolute max-sm:top-2 max-sm:right-2 max-sm:w-auto max-sm:p-0">
        <PersonMenu person={person} viewer={viewer} />
      </TableCell>
    </TableRow>
  );
}

function PersonStatus({ person: { status, waitsUntil } }: { readonly person: ListedPerson }) {
  return (
    <span className="flex flex-wrap gap-1">
      {status === "suspended" ? <Badge tone="danger">Suspended</Badge> : <Badge tone="success">Active</Badge>}
      {waitsUntil && (
        <Badge tone="warning">
          <span title="Too many failed tries to sign in, from one address at least.">Has to wait</span>
        </Badge>
      )}
    </span>
  );
}
