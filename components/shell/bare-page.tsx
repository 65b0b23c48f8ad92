import type { ReactNode } from "react";
import { Wordmark } from "./wordmark";

/** A page outside the app shell: the name above, the content below. */
export function BarePage({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col bg-canvas">
      <header className="flex h-14 items-center px-4 sm:px-6">
        <Wordmark />
      </header>
      <main id="content" className="flex-1">
        {children}
      </main>
    </div>
  );
}
