import { CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { type DocsPage, docsPath } from "@/lib/docs/model";

interface PageHeaderProps {
  /** The page's only first-level heading. */
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Stands right of the title: a badge, a count. */
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
  /** The page of the documentation that explains what is here. */
  readonly help?: DocsPage;
}

/** How every page begins. */
export function PageHeader({ title, description, aside, actions, help }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {aside}
          {help && (
            <Link
              href={docsPath(help)}
              className="inline-flex size-6 items-center justify-center rounded text-muted hover:text-ink print:hidden"
            >
              <CircleHelp aria-hidden className="size-4" />
              <span className="sr-only">Help</span>
            </Link>
          )}
        </div>
        {description && <div className="mt-0.5 text-pretty text-muted">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
