import { mayEver } from "@/lib/authorization/authorize";
import type { SignedInCtx } from "@/lib/web/context";
import type { DeclarationTable } from "./model";
import { readDeclarationTable } from "./service";

export interface DeclarationsPageData {
  readonly table: DeclarationTable;
  /** Which names are shown: all, those that lack a value somewhere, or of these the required ones. */
  readonly shows: "all" | "missing" | "required";
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
  const shows =
    searchParams.show === "missing" || searchParams.show === "required" ? searchParams.show : "all";
  const lacks = names.filter(({ requirement }) => requirement === "required");
  return {
    table,
    shows,
    names: (shows === "required" ? lacks : names).filter(
      ({ setIn }) => shows === "all" || setIn.length < environments.length,
    ),
    missing: Object.fromEntries(
      environments.map(({ slug }) => [slug, lacks.filter(({ setIn }) => !setIn.includes(slug)).length]),
    ),
    may: { create: mayEver(ctx, "secret.create") },
  };
}
