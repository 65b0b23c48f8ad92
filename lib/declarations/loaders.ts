import { mayEver } from "@/lib/authorization/authorize";
import type { SignedInCtx } from "@/lib/web/context";
import type { DeclarationTable } from "./model";
import { readDeclarationTable } from "./service";

export interface DeclarationsPageData {
  readonly table: DeclarationTable;
  /** Whether only names are shown that lack a value somewhere. */
  readonly showsMissing: boolean;
  /** The names to show. */
  readonly names: DeclarationTable["names"];
  /** How many required names each environment lacks, by its short name. */
  readonly missing: Readonly<Record<string, number>>;
  readonly may: { readonly create: boolean };
}

export async function loadDeclarationsPage(
  ctx: SignedInCtx,
  project: string,
  searchParams: Readonly<Record<string, unknown>>,
): Promise<DeclarationsPageData> {
  const table = await readDeclarationTable(ctx, project);
  const { names, environments } = table;
  const showsMissing = searchParams.show === "missing";
  const lacks = names.filter(({ requirement }) => requirement === "required");
  return {
    table,
    showsMissing,
    names: showsMissing ? names.filter(({ setIn }) => setIn.length < environments.length) : names,
    missing: Object.fromEntries(
      environments.map(({ slug }) => [slug, lacks.filter(({ setIn }) => !setIn.includes(slug)).length]),
    ),
    may: { create: mayEver(ctx, "secret.create") },
  };
}
