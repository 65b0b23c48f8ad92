import type { BrowserContext } from "@playwright/test";

const LOST = "focus was lost";

/**
 * Has the pages of a context say as a console error when what had the focus went away (a dialog that closed, a row that
 * was deleted, a button that was replaced or switched off) and nothing else took it, so that the next Tab begins at the
 * top. Another page in place of this one may begin there, and so may what a person does in the meantime.
 */
export async function watchFocus(context: BrowserContext): Promise<void> {
  await context.addInitScript(reportLostFocus, LOST);
}

/** Waits until the pages have nothing left to say about their focus. */
export async function settleFocus(context: BrowserContext): Promise<void> {
  const settle = () => Reflect.get(window, "focusSettled")?.();
  // A page that is on its way to another one has nothing to say.
  await Promise.all(context.pages().map((page) => page.evaluate(settle).catch(() => {})));
}

/** Runs in the page. */
function reportLostFocus(lost: string): void {
  if (window.top !== window) return;
  const PATIENCE_MS = 500;
  let last: Element | null = null;
  let lastPath = "";
  let waiting: Promise<void> | null = null;
  let acts = 0;
  const isLost = () =>
    last !== null &&
    // On paper nothing has the focus.
    !matchMedia("print").matches &&
    lastPath === location.pathname &&
    (document.activeElement === document.body || document.activeElement?.matches(":disabled")) &&
    (!last.isConnected || last.matches(":disabled") || !last.checkVisibility());
  const look = async () => {
    const [element, before] = [last, acts];
    await new Promise((done) => setTimeout(done, PATIENCE_MS));
    await new Promise((done) => requestIdleCallback(done, { timeout: PATIENCE_MS }));
    waiting = null;
    if (!isLost() || element !== last || before !== acts) return;
    console.error(`${lost}: ${element?.outerHTML.slice(0, 300)}`);
    last = null;
  };
  const onChange = () => {
    if (isLost()) waiting ??= look();
  };
  addEventListener(
    "focusin",
    ({ target }) => {
      last = target instanceof Element ? target : null;
      lastPath = location.pathname;
    },
    true,
  );
  for (const act of ["pointerdown", "keydown"])
    addEventListener(act, ({ isTrusted }) => void (isTrusted && acts++), true);
  new MutationObserver(onChange).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["disabled", "hidden", "open", "class"],
  });
  Object.assign(window, {
    focusSettled: async () => {
      onChange();
      await waiting;
    },
  });
}
