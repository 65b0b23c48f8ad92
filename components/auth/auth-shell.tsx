import type { ReactNode } from "react";
import { Wordmark } from "@/components/shell/wordmark";

interface AuthShellProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
}

/** The pages before the app shell: one column with one thing to do. It stays where it is, however long it gets. */
export function AuthShell({ title, description, children }: AuthShellProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:pt-[18vh]">
      <div className="flex w-full max-w-100 flex-col gap-6">
        <Wordmark className="text-lg" />
        <section className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-5 sm:p-6">
          <header className="flex flex-col gap-1">
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {description && <p className="text-pretty text-muted">{description}</p>}
          </header>
          {children}
        </section>
      </div>
    </main>
  );
}
