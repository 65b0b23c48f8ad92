import { mayEver } from "@/lib/authorization/authorize";
import type { EnvironmentRef } from "@/lib/authorization/permit";
import { isMember } from "@/lib/authorization/visibility";
import type { MissingNames } from "@/lib/declarations/model";
import { findMissing } from "@/lib/declarations/service";
import { listManagers } from "@/lib/managers/connections/service";
import { isAppError } from "@/lib/platform/app-error";
import { isId } from "@/lib/platform/ids";
import { rotationMarks } from "@/lib/rotation/listing/service";
import type { MappingMeta } from "@/lib/shared-mappings/model";
import { searchMappings } from "@/lib/shared-mappings/service";
import type { SignedInCtx } from "@/lib/web/context";
import { COUNT_MAX, listSecretsInUse, openListing } from "./listing/service";
import type { Elsewhere, ListedSecret, MarkedSecret, SecretMeta, SecretPage } from "./model";
import { findRights } from "./rights";
import { type SecretQuery, secretQuery } from "./schema";
import { findSecret } from "./service";

export type SelectedSecret = SecretMeta & Pick<ListedSecret, "may">;

export interface SecretsPageData {
  readonly scope: EnvironmentRef;
  readonly environmentName: string;
  /** How many people approve each change here. */
  readonly approvals: number;
  readonly query: SecretQuery;
  readonly page: SecretPage<MarkedSecret>;
  /** "1,000+" from there on. */
  readonly count: string;
  /** Where else in the project the search finds something, when it finds nothing here. */
  readonly elsewhere: readonly Elsewhere[];
  /** Shared secrets that the search finds, which are mapped in here. */
  readonly shared: readonly MappingMeta[];
  /** The secret that an open dialog is about, when the address names one. */
  readonly selected: SelectedSecret | null;
  /** What the project requires and this environment lacks. */
  readonly missing: MissingNames;
  /** What somebody sees who stores no secrets here. */
  readonly accessNote: string;
  /** External managers that a new secret can have its value in. */
  readonly managers: readonly string[];
  readonly may: {
    readonly create: boolean;
    readonly seeShared: boolean;
    readonly audit: boolean;
  };
}

type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

export async function loadSecretsPage(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  searchParams: SearchParams,
): Promise<SecretsPageData> {
  const query = secretQuery.parse(searchParams);
  const [{ environment, page, count, elsewhere }, shared, selected, missing, managers] = await Promise.all([
    openListing(ctx, scope, query).then(async ({ page, ...listing }) => ({
      ...listing,
      page: await marked(ctx, scope, page),
    })),
    query.search.trim() !== "" && mayEver(ctx, "mapping.list")
      ? searchMappings(ctx, scope, query.search)
      : [],
    loadSelected(ctx, scope, searchParams.secret),
    mayEver(ctx, "declaration.list") ? findMissing(ctx, scope) : { names: [], count: 0 },
    mayEver(ctx, "manager.refer") ? listManagers(ctx, scope) : [],
  ]);
  return {
    scope,
    environmentName: environment.name,
    approvals: environment.changePolicy?.approvals ?? 0,
    query,
    page,
    elsewhere,
    shared,
    count: count > COUNT_MAX ? `${COUNT_MAX.toLocaleString("en")}+` : count.toLocaleString("en"),
    selected,
    missing,
    managers: managers.map(({ name }) => name),
    accessNote: isMember(ctx.actor)
      ? "The secrets that are granted to you. Values are never shown."
      : "Read-only access: names, descriptions and change logs.",
    may: {
      create: mayEver(ctx, "secret.create"),
      seeShared: mayEver(ctx, "mapping.list"),
      audit: mayEver(ctx, "audit.read"),
    },
  };
}

/** The next rows of the list. */
export async function loadSecretRows(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  query: SecretQuery,
): Promise<SecretPage<MarkedSecret>> {
  return marked(ctx, scope, await listSecretsInUse(ctx, scope, query));
}

/** One question for the page, whatever its length. */
async function marked(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  { items, next }: SecretPage<ListedSecret>,
): Promise<SecretPage<MarkedSecret>> {
  const ids = items.map(({ id }) => id);
  const marks = await rotationMarks(ctx, scope, ids);
  return { items: items.map((item) => ({ ...item, rotation: marks[item.id] ?? null })), next };
}

async function loadSelected(
  ctx: SignedInCtx,
  scope: EnvironmentRef,
  id: unknown,
): Promise<SelectedSecret | null> {
  if (!isId(id)) return null;
  const target = { ...scope, secret: { id } };
  try {
    const [secret, may] = await Promise.all([findSecret(ctx, target), findRights(ctx, target)]);
    return { ...secret, may };
  } catch (error) {
    if (isAppError(error) && error.code === "notFound") return null;
    throw error;
  }
}
