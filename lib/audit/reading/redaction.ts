import type { Ctx } from "@/lib/context";
import { foldName } from "@/lib/names/model";
import { LISTS, listedNames, nameIn } from "../indexing/terms";
import type { DetailValue } from "../model";
import type { AuditEntry } from "./model";
import { type AuditRecord, type AuditScope, visibleNames } from "./store";

type Detail = AuditEntry["detail"];

/**
 * The events of a page as the reader may see them. An event about several secrets lists their names in its detail: those
 * that stand for no secret of the reader's audiences now are left out, except where the reader itself wrote the event.
 */
export async function redacted(
  { pool, actor }: Pick<Ctx, "pool" | "actor">,
  { audiences }: AuditScope,
  rows: readonly AuditRecord[],
): Promise<AuditEntry[]> {
  const entries = rows.map((row) => ({ row, detail: detailOf(row) }));
  if (audiences === null) return entries.map(({ row, detail }) => entryOf(row, detail));
  const isOwn = ({ actorId }: AuditRecord) => "id" in actor && actorId === actor.id;
  const asked = entries.flatMap(({ row: { environmentId }, detail }) =>
    environmentId === null
      ? []
      : listedNames(detail).map((name) => ({ environmentId, nameFolded: foldName(name) })),
  );
  const visible = asked.length === 0 ? [] : await visibleNames(pool, asked, audiences);
  const known = new Set(visible.map((name) => keyOf(name.environmentId, name.nameFolded)));
  return entries.map(({ row, detail }) => {
    if (isOwn(row)) return entryOf(row, detail);
    return entryOf(
      row,
      withoutNames(detail, (name) => !known.has(keyOf(row.environmentId, foldName(name)))),
    );
  });
}

/** What an event says beyond its columns, for readers of everything. */
export function detailOf({ detail }: AuditRecord): Detail {
  return JSON.parse(detail);
}

/** An event as it is shown, with this detail. */
export function entryOf({ seq, at, environmentId: _, ...rest }: AuditRecord, detail: Detail): AuditEntry {
  return { ...rest, seq: Number(seq), at: at.toISOString(), detail };
}

function keyOf(environmentId: string | null, nameFolded: string): string {
  return `${environmentId} ${nameFolded}`;
}

function withoutNames(detail: Detail, isHidden: (name: string) => boolean): Detail {
  const shown: Record<string, DetailValue> = { ...detail };
  for (const field of LISTS) {
    const list = shown[field];
    if (!Array.isArray(list)) continue;
    shown[field] = list.filter((item: DetailValue) => {
      const name = nameIn(item);
      return name !== null && !isHidden(name);
    });
  }
  return shown;
}
