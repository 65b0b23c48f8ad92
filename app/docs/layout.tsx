import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { TextInput } from "@/components/ui/text-input";
import { DOCS_PATH } from "@/lib/docs/address";
import { HOME_PATH } from "@/lib/projects/model";

/** The documentation, for everybody: it tells nothing about this instance. */
export default function DocsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-6 px-4 py-6">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 print:hidden">
        <nav aria-label="Documentation" className="flex flex-wrap gap-x-4 gap-y-1">
          <Link href={DOCS_PATH} className={LINK}>
            Documentation
          </Link>
          <Link href={`${DOCS_PATH}/api`} className={LINK}>
            API reference
          </Link>
          <Link href={HOME_PATH} className={LINK}>
            Dashboard
          </Link>
        </nav>
        <search>
          <form action={DOCS_PATH} className="flex gap-2">
            <TextInput type="search" name="search" aria-label="Search the documentation" required />
            <Button type="submit" tone="secondary">
              Search
            </Button>
          </form>
        </search>
      </header>
      {children}
    </div>
  );
}

const LINK = "inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2";
