/** Holds the newest of what was put and not yet taken. One taker at a time. */
export interface Mailbox<T> {
  put(item: T): void;
  take(): Promise<T>;
}

export function openMailbox<T>(): Mailbox<T> {
  let newest: { readonly item: T } | null = null;
  let wake: (() => void) | null = null;
  return {
    put: (item) => {
      newest = { item };
      wake?.();
    },
    take: async () => {
      while (newest === null) await new Promise<void>((resolve) => (wake = resolve));
      const { item } = newest;
      newest = null;
      return item;
    },
  };
}
