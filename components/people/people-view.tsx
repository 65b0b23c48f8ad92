"use client";

import { UserPlus } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useCallback, useState } from "react";
import { ChipLink } from "@/components/ui/chip-link";
import { DialogLink } from "@/components/ui/dialog-link";
import { EmptyState } from "@/components/ui/empty-state";
import { lazily } from "@/components/ui/lazily";
import { PageLinks } from "@/components/ui/page-links";
import { toast } from "@/components/ui/toast-store";
import { useDialogParam } from "@/components/ui/use-dialog-param";
import type { PeoplePageData } from "@/lib/people/list/loaders";
import { mayTouch } from "@/lib/people/membership/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { InvitationList } from "./invitation-list";
import { PeopleTable } from "./people-table";

const questions = () => import("./person-questions");
const InviteDialog = lazily(() => import("./invite-dialog").then((m) => m.InviteDialog));
const RoleDialog = lazily(() => import("./role-dialog").then((m) => m.RoleDialog));
const RemoveDialog = lazily(() => import("./remove-dialog").then((m) => m.RemoveDialog));
const RevokeDialog = lazily(() => questions().then((m) => m.RevokeDialog));
const SuspendDialog = lazily(() => questions().then((m) => m.SuspendDialog));
const RestoreDialog = lazily(() => questions().then((m) => m.RestoreDialog));
const UnlockDialog = lazily(() => questions().then((m) => m.UnlockDialog));
const ResetFactorsDialog = lazily(() => questions().then((m) => m.ResetFactorsDialog));

/** Parameters of the address that only the dialogs of this page use. */
const DIALOG_NEEDS = ["person", "invitation"];

/** Everybody with an account, the open invitations, and the dialogs that open over them. */
export function PeopleView({ data }: { readonly data: PeoplePageData }) {
  const { people, invitations, actor, roles, showsWaiting } = data;
  const params = useSearchParams();
  const viewer = { ...actor, roles };
  const isAlone =
    !showsWaiting && people.items.length === 1 && people.next === null && invitations.items.length === 0;
  return (
    <>
      <nav aria-label="Which people" className="flex flex-wrap gap-2">
        <ChipLink href={PEOPLE_PATH} isOn={!showsWaiting}>
          Everybody
        </ChipLink>
        <ChipLink href={`${PEOPLE_PATH}?show=waiting`} isOn={showsWaiting}>
          Locked
        </ChipLink>
      </nav>
      <PeopleTable
        people={people.items}
        viewer={viewer}
        empty={<p className="text-muted">Nobody is locked out.</p>}
        footer={<PageLinks label="people" params={params} next={people.next} />}
      />
      {isAlone && (
        <EmptyState
          icon={UserPlus}
          title="Nobody else yet"
          actions={
            <DialogLink dialog="invite" tone="primary">
              Invite the first colleague
            </DialogLink>
          }
        >
          Give each colleague an account of their own: then the logs say who did what, and you can end one
          person’s access without disturbing anybody else.
        </EmptyState>
      )}
      {(invitations.items.length > 0 || params.has("invitedBefore")) && (
        <section aria-labelledby="open-invitations" className="flex flex-col gap-3">
          <h2 id="open-invitations" className="text-lg font-semibold">
            Pending invitations
          </h2>
          <InvitationList
            invitations={invitations.items}
            viewer={viewer}
            footer={
              <PageLinks label="invitations" params={params} next={invitations.next} name="invitedBefore" />
            }
          />
        </section>
      )}
      <PeopleDialogs data={data} />
    </>
  );
}

function PeopleDialogs({ data }: { readonly data: PeoplePageData }) {
  const { people, invitations, selected, actor, roles, isMailOn } = data;
  const { name, params, close } = useDialogParam(DIALOG_NEEDS);
  const person = useSubject(params.get("person"), selected ? [...people.items, selected] : people.items);
  const invitation = useSubject(params.get("invitation"), invitations.items);
  const onDone = useCallback(
    (done: string) => {
      toast(done);
      close();
    },
    [close],
  );
  const shared = { onClose: close, onDone };
  if (name === "invite") return <InviteDialog roles={roles} isMailOn={isMailOn} onClose={close} />;
  if (name === "revoke" && invitation && roles.includes(invitation.role))
    return <RevokeDialog {...shared} invitation={invitation} />;
  if (!person || !mayTouch(actor.role, person.role)) return null;
  const isSelf = person.id === actor.id;
  const isOwner = actor.role === "owner";
  if (name === "role") return <RoleDialog key={person.id} {...shared} person={person} roles={roles} />;
  if (name === "suspend" && !isSelf) return <SuspendDialog {...shared} person={person} isOwner={isOwner} />;
  if (name === "restore") return <RestoreDialog {...shared} person={person} />;
  if (name === "factors" && !isSelf) return <ResetFactorsDialog {...shared} person={person} />;
  if (name === "unlock" && !isSelf) return <UnlockDialog {...shared} person={person} />;
  if (name === "remove")
    return <RemoveDialog {...shared} person={person} isSelf={isSelf} isOwner={isOwner} />;
  return null;
}

/** What a dialog is about. It stays while the dialog does, also when the list has lost it meanwhile. */
function useSubject<T extends { readonly id: string }>(id: string | null, listed: readonly T[]): T | null {
  const found = listed.find((one) => one.id === id) ?? null;
  const [kept, setKept] = useState<T | null>(found);
  if (found && found !== kept) setKept(found);
  return found ?? (kept?.id === id ? kept : null);
}
