"use client";

import { useCallback, useRef, useState } from "react";
import type { SecretMeta, SecretPage } from "@/lib/secrets/model";

interface Rows {
  /** The first page that these rows began with: when the server sends another, they start again. */
  readonly from: SecretPage;
  readonly items: readonly SecretMeta[];
  readonly next: string | null;
  readonly hasFailed: boolean;
}

export interface SecretRows {
  readonly items: readonly SecretMeta[];
  readonly hasMore: boolean;
  readonly hasFailed: boolean;
  loadMore(): void;
  /** Shows a secret as it is now. */
  replace(secret: SecretMeta): void;
  remove(id: string): void;
}

/** The rows of the list: the first page from the server, then more as someone scrolls. `moreUrl` says from where. */
export function useSecretRows(first: SecretPage, moreUrl: (after: string) => string): SecretRows {
  const [rows, setRows] = useState<Rows>(() => startWith(first));
  if (rows.from !== first) setRows(startWith(first));
  const loading = useRef<string | null>(null);

  const loadMore = useCallback(async () => {
    const after = rows.next;
    if (after === null || loading.current === after) return;
    loading.current = after;
    const page = await fetchPage(moreUrl(after));
    loading.current = null;
    setRows((now) => (now.next === after ? appended(now, page) : now));
  }, [rows.next, moreUrl]);

  return {
    items: rows.items,
    hasMore: rows.next !== null,
    hasFailed: rows.hasFailed,
    loadMore,
    replace: (secret) => setRows((now) => ({ ...now, items: now.items.map((s) => (s.id === secret.id ? secret : s)) })),
    remove: (id) => setRows((now) => ({ ...now, items: now.items.filter((s) => s.id !== id) })),
  };
}

function startWith(first: SecretPage): Rows {
  return { from: first, items: first.items, next: first.next, hasFailed: false };
}

function appended(rows: Rows, page: SecretPage | null): Rows {
  if (!page) return { ...rows, hasFailed: true };
  const known = new Set(rows.items.map((secret) => secret.id));
  const fresh = page.items.filter((secret) => !known.has(secret.id));
  return { ...rows, items: [...rows.items, ...fresh], next: page.next, hasFailed: false };
}

async function fetchPage(url: string): Promise<SecretPage | null> {
  try {
    const response = await fetch(url, { headers: { accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
