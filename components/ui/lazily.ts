import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** What somebody does first with a page. */
const SIGNS = ["pointermove", "pointerdown", "keydown"];

/**
 * A component whose code the first load leaves out: it is fetched as soon as somebody touches the page, so that what a click
 * opens is there at once. The server renders it like any other. What opens without a change of the address needs a
 * `<Suspense>` around it.
 */
export function lazily<P>(load: () => Promise<ComponentType<P>>): LazyExoticComponent<ComponentType<P>> {
  if (typeof window !== "undefined") {
    for (const sign of SIGNS)
      window.addEventListener(sign, () => load().catch(() => {}), { once: true, passive: true });
  }
  return lazy(async () => ({ default: await load() }));
}
