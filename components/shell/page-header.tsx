import type { ReactNode } from "react";

interface PageHeaderProps {
  /** The page's only first-level heading. */
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Stands right of the title: a badge, a count. */
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
}

/** How every page begins. */
export function PageHeader({ title, description, aside, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {aside}
        </div>
        {description && <div className="mt-0.5 text-pretty text-muted">{description}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
