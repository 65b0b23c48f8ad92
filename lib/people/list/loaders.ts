import "server-only";
import type { Role } from "@/lib/authorization/actor";
import { ROLES } from "@/lib/authorization/actor";
import { isAppError } from "@/lib/platform/app-error";
import { runtime } from "@/lib/runtime/registry";
import type { SignedInCtx } from "@/lib/web/context";
import type { InvitationPage } from "../invitations/model";
import { listInvitations } from "../invitations/service";
import { mayInvite } from "../membership/model";
import type { ListedPerson, PeoplePage } from "./model";
import { findPerson, listPeople } from "./service";

/** What the People page shows. */
export interface PeoplePageData {
  readonly people: PeoplePage;
  /** Whether only those are shown who have to wait after failed tries. */
  readonly showsWaiting: boolean;
  readonly invitations: InvitationPage;
  /** The person that an open dialog is about, when the address names one. */
  readonly selected: ListedPerson | null;
  readonly actor: { readonly id: string; readonly role: Role };
  /** The roles that this person may give. */
  readonly roles: readonly Role[];
  readonly isMailOn: boolean;
}

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export async function loadPeople(ctx: SignedInCtx, params: SearchParams): Promise<PeoplePageData> {
  const { after, invitedBefore, person, show } = params;
  const waiting = show === "waiting";
  // One after the other: whoever may not see the page is refused once, not three times.
  const people = await pageAfter(after, (from) => listPeople(ctx, { after: from, waiting }));
  const [invitations, selected] = await Promise.all([
    pageAfter(invitedBefore, (from) => listInvitations(ctx, from)),
    typeof person === "string" ? findPerson(ctx, person) : null,
  ]);
  const { id, role } = ctx.actor;
  const roles = ROLES.filter((one) => mayInvite(role, one));
  return {
    people,
    showsWaiting: waiting,
    invitations,
    selected,
    actor: { id, role },
    roles,
    isMailOn: runtime().services.mail !== null,
  };
}

/** The page of the list that the address asks for; the first one when it asks for none of ours. */
async function pageAfter<Page>(
  after: unknown,
  list: (after: string | undefined) => Promise<Page>,
): Promise<Page> {
  try {
    return await list(typeof after === "string" ? after : undefined);
  } catch (error) {
    if (isAppError(error) && error.code === "validation") return list(undefined);
    throw error;
  }
}
