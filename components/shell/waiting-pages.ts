const RETRY_MS = 2_000;
/** What a proxy answers while the server behind it is down. */
const AWAY = [502, 503, 504];

let isAway = false;
let lastTurn = 0;
const listeners = new Set<() => void>();

/** Whether a page is waited for because the server cannot be reached. */
export function isServerAway(): boolean {
  return isAway;
}

export function subscribeServerAway(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Has the page that Next fetches next wait until the server answers, and the one that is shown stay meanwhile: by itself Next
 * would leave it for the browser's own error page. Next's `useOffline` sends actions again too, which may have run already.
 */
export function keepPagesWaiting(): () => void {
  const send = window.fetch;
  window.fetch = (input, init) =>
    isOfPage(init) ? untilAnswered(() => send(input, init)) : send(input, init);
  return () => {
    window.fetch = send;
  };
}

function isOfPage({ method = "GET", headers }: RequestInit = {}): boolean {
  return method === "GET" && new Headers(headers).has("rsc");
}

async function untilAnswered(send: () => Promise<Response>): Promise<Response> {
  lastTurn += 1;
  const turn = lastTurn;
  for (;;) {
    const response = await send().catch(nothingUnlessAborted);
    if (response && !AWAY.includes(response.status)) {
      tell(false);
      return response;
    }
    // Another page was asked for meanwhile, and Next wants this one no longer.
    if (turn !== lastTurn) return new Promise(() => {});
    tell(true);
    await new Promise((done) => setTimeout(done, RETRY_MS));
  }
}

function nothingUnlessAborted(error: unknown): null {
  if (error instanceof DOMException && error.name === "AbortError") throw error;
  return null;
}

function tell(next: boolean): void {
  if (isAway === next) return;
  isAway = next;
  for (const listener of listeners) listener();
}
