/** A result to be told in passing. */
export interface ToastMessage {
  readonly id: number;
  readonly text: string;
}

const SHOWN_MAX = 3;

let messages: readonly ToastMessage[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly ToastMessage[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

/** Tells a result in passing ("Saved STRIPE_KEY"). Never for an error that needs an answer, never with a value in it. */
export function toast(text: string): void {
  lastId += 1;
  set([...messages, { id: lastId, text }].slice(-SHOWN_MAX));
}

export function dismissToast(id: number): void {
  set(messages.filter((message) => message.id !== id));
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentToasts(): readonly ToastMessage[] {
  return messages;
}
