import { authorize } from "@/lib/authorization/authorize";
import type { EnvironmentRef, Permit } from "@/lib/authorization/permit";
import type { Ctx } from "@/lib/context";
import { AppError } from "@/lib/platform/app-error";
import type { EnvironmentOfProject } from "@/lib/projects/model";
import { environmentsOf } from "@/lib/projects/service";
import { searchWords } from "../search-text";
import {
  type DeclaredVariable,
  type Difference,
  differenceOf,
  type OverviewCell,
  type OverviewPage,
  type OverviewRow,
} from "./model";
import type { OverviewQuery } from "./schema";
import * as store from "./store";

const PAGE_NAMES = 50;
/** How many cells one page looks at when it shows some names only: the next one goes on from there. */
const LOOKED_AT_CELLS_MAX = 6_000;

/**
 * The names of a project against its environments, one page of them. `declared` is what its manifest says. For people: throws
 * `forbidden` for API keys, and `notFound` for an environment that is none.
 */
export async function readOverview(
  ctx: Ctx,
  project: string,
  { search, after, missing }: OverviewQuery,
  declared: readonly DeclaredVariable[],
): Promise<OverviewPage> {
  const { permit, environments } = await openProject(ctx, project);
  const lacking = missing === undefined || missing === "*" ? -1 : indexOf(environments, missing);
  const isShown = ({ cells }: OverviewRow) =>
    lacking < 0 ? cells.some(isMissing) : cells.slice(lacking, lacking + 1).every(isMissing);
  const asked = { environments, search, after, declared };
  return readPage(ctx, permit, asked, missing === undefined ? null : isShown);
}

/** The same of two environments, of which `show` keeps names that differ in one way. */
export async function compareEnvironments(
  ctx: Ctx,
  project: string,
  query: {
    readonly left: string;
    readonly right: string;
    readonly search: string;
    readonly after?: string | undefined;
    readonly show?: Difference | undefined;
  },
): Promise<OverviewPage> {
  const { permit, environments: all } = await openProject(ctx, project);
  const environments = [query.left, query.right].flatMap((slug) => all[indexOf(all, slug)] ?? []);
  const isShown = query.show && ((row: OverviewRow) => differenceOf(row) === query.show);
  const { search, after } = query;
  return readPage(ctx, permit, { environments, search, after, declared: [] }, isShown ?? null);
}

/** The names of the other environments where a variable has the same value; null where it was compared with none. */
export async function findSameAs(
  ctx: Ctx,
  { project, environment }: EnvironmentRef,
  variable: string,
): Promise<readonly string[] | null> {
  const { permit, environments } = await openProject(ctx, project);
  const environmentIds = environments.map(({ id }) => id);
  const cells = await store.findCells(ctx.pool, permit, environmentIds, [variable]);
  const [row] = rowsOf(environments, [variable], cells, new Map());
  const cell = row?.cells[indexOf(environments, environment)];
  return cell?.kind === "set" && cell.isCompared ? cell.sameAs : null;
}

async function openProject(ctx: Ctx, project: string) {
  const permit = await authorize(ctx, "overview.read", { project });
  return { permit, environments: await environmentsOf(ctx, permit.project.slug) };
}

function indexOf(environments: readonly EnvironmentOfProject[], slug: string): number {
  const at = environments.findIndex((environment) => environment.slug === slug);
  if (at < 0) throw new AppError("notFound", "There is no such environment.");
  return at;
}

function isMissing({ kind }: OverviewCell): boolean {
  return kind === "missing";
}

interface Asked {
  readonly environments: readonly EnvironmentOfProject[];
  readonly search: string;
  readonly after: string | undefined;
  readonly declared: readonly DeclaredVariable[];
}

async function readPage(
  ctx: Ctx,
  permit: Permit<"overview.read">,
  { environments, search, after = "", declared }: Asked,
  isShown: ((row: OverviewRow) => boolean) | null,
): Promise<OverviewPage> {
  const environmentIds = environments.map(({ id }) => id);
  const size = environments.length || 1;
  const limit = isShown ? Math.max(PAGE_NAMES, Math.floor(LOOKED_AT_CELLS_MAX / size)) : PAGE_NAMES + 1;
  const known = new Map(declared.filter((one) => matches(one, search)).map((one) => [one.variable, one]));
  const walk = { environmentIds, search, after, limit, declared: [...known.keys()] };
  const { variables, until } = await store.walkNames(ctx.pool, permit, walk);
  const looked = isShown ? variables : variables.slice(0, PAGE_NAMES);
  const cells = await store.findCells(ctx.pool, permit, environmentIds, looked);
  const rows = rowsOf(environments, looked, cells, known);
  const shown = isShown ? rows.filter(isShown) : rows;
  const page = shown.slice(0, PAGE_NAMES);
  const hasMore = isShown ? shown.length > PAGE_NAMES : variables.length > PAGE_NAMES;
  return {
    environments: environments.map(({ slug, name }) => ({ slug, name })),
    rows: page,
    next: hasMore ? (page.at(-1)?.variable ?? null) : until,
  };
}

function matches({ name }: DeclaredVariable, search: string): boolean {
  const text = searchWords(name).join(" ");
  return searchWords(search).every((word) => text.includes(word));
}

function rowsOf(
  environments: readonly EnvironmentOfProject[],
  variables: readonly string[],
  cells: readonly store.CellRow[],
  declared: ReadonlyMap<string, DeclaredVariable>,
): OverviewRow[] {
  const found = new Map<string, Map<string, store.CellRow>>();
  for (const cell of cells) {
    const row = found.get(cell.variable) ?? new Map<string, store.CellRow>();
    found.set(cell.variable, row.set(cell.environmentId, cell));
  }
  return variables.map((variable) => {
    const row = found.get(variable) ?? new Map<string, store.CellRow>();
    const [first] = environments.flatMap(({ id }) => row.get(id) ?? []);
    return {
      variable,
      name: first?.name ?? declared.get(variable)?.name ?? variable,
      requirement: declared.get(variable)?.requirement ?? null,
      cells: environments.map(({ id }) => cellOf(row.get(id), row, environments)),
    };
  });
}

/** Groups stay here: what is shown says only where the value is the same. */
function cellOf(
  cell: store.CellRow | undefined,
  row: ReadonlyMap<string, store.CellRow>,
  environments: readonly EnvironmentOfProject[],
): OverviewCell {
  if (!cell) return { kind: "missing" };
  const { id, name, valueGroup } = cell;
  const valueSince = cell.valueSince.toISOString();
  if (cell.isShared) return { kind: "shared", id, name, valueSince };
  const isSame = ({ id: other }: EnvironmentOfProject) =>
    other !== cell.environmentId && row.get(other)?.valueGroup === valueGroup;
  const sameAs = valueGroup ? environments.filter(isSame).map((environment) => environment.name) : [];
  return { kind: "set", id, name, valueSince, sameAs, isCompared: Boolean(valueGroup) };
}
