"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { MarkedSecret, SecretMeta, SecretPage } from "@/lib/secrets/model";

type Page = SecretPage<MarkedSecret>;

interface Rows {
  /** The first page that these rows began with: when the server sends another, they start again. */
  readonly from: Page;
  /** As they came, so that the rows of one page stay the same while others are added. */
  readonly pages: readonly (readonly MarkedSecret[])[];
  readonly next: string | null;
  readonly hasFailed: boolean;
}

export interface SecretRows {
  readonly pages: readonly (readonly MarkedSecret[])[];
  readonly length: number;
  readonly hasMore: boolean;
  readonly hasFailed: boolean;
  find(id: string): MarkedSecret | undefined;
  loadMore(): void;
  /** Shows a secret as it is now. */
  replace(secret: SecretMeta): void;
  remove(id: string): void;
}

/** The rows of the list: the first page from the server, then more as someone scrolls. `moreUrl` says from where. */
export function useSecretRows(first: Page, moreUrl: (after: string) => string): SecretRows {
  const [rows, setRows] = useState<Rows>(() => kept.get(first) ?? startWith(first));
  if (rows.from !== first) setRows(kept.get(first) ?? startWith(first));
  useEffect(() => {
    kept.set(rows.from, rows);
  }, [rows]);
  const loading = useRef<string | null>(null);

  const loadMore = useCallback(async () => {
    const after = rows.next;
    if (after === null || loading.current === after) return;
    loading.current = after;
    const page = await fetchPage(moreUrl(after));
    loading.current = null;
    setRows((now) => (now.next === after ? appended(now, page) : now));
  }, [rows.next, moreUrl]);
  const replace = useCallback(
    (secret: SecretMeta) => setRows((now) => edited(now, secret.id, (old) => [{ ...old, ...secret }])),
    [],
  );
  const remove = useCallback((id: string) => setRows((now) => edited(now, id, () => [])), []);

  return {
    pages: rows.pages,
    length: rows.pages.reduce((length, page) => length + page.length, 0),
    hasMore: rows.next !== null,
    hasFailed: rows.hasFailed,
    find: (id) => rows.pages.flat().find((secret) => secret.id === id),
    loadMore,
    replace,
    remove,
  };
}

/**
 * What was loaded after a first page. Whoever comes back to a list gets the very page that it began with, and with it the rows
 * that were loaded after, so that the window is as long as before and Back finds its place.
 */
const kept = new WeakMap<Page, Rows>();

function startWith(first: Page): Rows {
  return { from: first, pages: [first.items], next: first.next, hasFailed: false };
}

function appended(rows: Rows, page: Page | null): Rows {
  if (!page) return { ...rows, hasFailed: true };
  const known = new Set(rows.pages.flat().map((secret) => secret.id));
  const fresh = page.items.filter((secret) => !known.has(secret.id));
  return { ...rows, pages: [...rows.pages, fresh], next: page.next, hasFailed: false };
}

function edited(rows: Rows, id: string, by: (old: MarkedSecret) => readonly MarkedSecret[]): Rows {
  const pages = rows.pages.map((page) =>
    page.some((secret) => secret.id === id)
      ? page.flatMap((secret) => (secret.id === id ? by(secret) : [secret]))
      : page,
  );
  return { ...rows, pages };
}

async function fetchPage(url: string): Promise<Page | null> {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
