import "server-only";
import { listEndpointsMadeBy } from "@/lib/allowlist/made/service";
import type { MadeEndpoint } from "@/lib/allowlist/made/store";
import { listKeysMadeBy } from "@/lib/api-keys/makers/service";
import type { MadeKey } from "@/lib/api-keys/model";
import { readTold, type ToldEvent } from "@/lib/audit/reading/loaders";
import type { Role } from "@/lib/authorization/actor";
import type { GroupMeta } from "@/lib/grants/groups/model";
import { listGroupsOf } from "@/lib/grants/groups/service";
import type { GrantPage } from "@/lib/grants/model";
import { listGrantsOfPerson } from "@/lib/grants/service";
import type { PersonalKeyMeta } from "@/lib/personal-keys/model";
import { listKeysOfPerson } from "@/lib/personal-keys/service";
import { AppError } from "@/lib/platform/app-error";
import { PROJECTS_SHOWN_MAX, type ProjectMeta } from "@/lib/projects/model";
import { listProjects } from "@/lib/projects/service";
import type { RequestMeta } from "@/lib/requests/model";
import { showRequestsOf } from "@/lib/requests/showing/service";
import type { KnownValue } from "@/lib/secrets/known-values/model";
import { listKnownBy } from "@/lib/secrets/known-values/service";
import { listSshKeysOfPerson } from "@/lib/ssh/keys/service";
import type { SshKeyMeta } from "@/lib/ssh/model";
import type { SignedInCtx } from "@/lib/web/context";
import type { ListedPerson } from "../list/model";
import { findPerson } from "../list/service";

/** As many of each are listed. */
const MADE_MAX = 100;
const CHANGES_SHOWN = 10;
const REQUESTS_SHOWN = 10;

export interface PersonAccess {
  readonly page: GrantPage;
  readonly groups: readonly GroupMeta[];
  /** Where something can be granted. */
  readonly projects: readonly ProjectMeta[];
}

export interface PersonPageData {
  readonly person: ListedPerson;
  /** The first hundred that work. */
  readonly keys: readonly MadeKey[];
  readonly endpoints: readonly MadeEndpoint[];
  /** Those that act as them. */
  readonly personalKeys: readonly PersonalKeyMeta[];
  /** With which they enter hosts. */
  readonly sshKeys: readonly SshKeyMeta[];
  /** Secrets whose current value they set: the first hundred. */
  readonly known: readonly KnownValue[];
  /** The last ones that they made. */
  readonly requests: readonly RequestMeta[];
  /** The last changes that they made. */
  readonly changes: readonly ToldEvent[];
  /** What they were granted; null where the role sees every secret. */
  readonly access: PersonAccess | null;
  readonly viewer: { readonly id: string; readonly role: Role };
}

/** A person and what they made. Throws `notFound`, and `forbidden` for those who may not see people. */
export async function loadPersonPage(ctx: SignedInCtx, id: string): Promise<PersonPageData> {
  const person = await findPerson(ctx, id);
  if (!person) throw new AppError("notFound", "There is no such person. They may have been removed.");
  const [keys, endpoints, personalKeys, sshKeys, known, requests, changes, access] = await Promise.all([
    listKeysMadeBy(ctx, person.email, MADE_MAX),
    listEndpointsMadeBy(ctx, person.email, MADE_MAX),
    listKeysOfPerson(ctx, id),
    listSshKeysOfPerson(ctx, id),
    listKnownBy(ctx, person.email, MADE_MAX),
    showRequestsOf(ctx, id, REQUESTS_SHOWN),
    readTold(ctx, { actor: person.email, kind: "change" }, CHANGES_SHOWN),
    person.role === "member" ? loadAccess(ctx, id) : null,
  ]);
  const viewer = { id: ctx.actor.id, role: ctx.actor.role };
  return { person, keys, endpoints, personalKeys, sshKeys, known, requests, changes, access, viewer };
}

async function loadAccess(ctx: SignedInCtx, personId: string): Promise<PersonAccess> {
  const [page, groups, projects] = await Promise.all([
    listGrantsOfPerson(ctx, personId),
    listGroupsOf(ctx, personId),
    listProjects(ctx, { limit: PROJECTS_SHOWN_MAX }),
  ]);
  return { page, groups, projects: projects.items };
}
