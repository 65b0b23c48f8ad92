import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface CardProps {
  readonly title?: string;
  /** For addresses that lead to it. */
  readonly id?: string;
  readonly description?: ReactNode;
  /** Buttons, right of the title. */
  readonly actions?: ReactNode;
  /** A line under the content, set off from it. */
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A titled part of a page. */
export function Card({ title, id, description, actions, footer, children, className }: CardProps) {
  return (
    <section
      id={id}
      className={classNames("scroll-mt-20 rounded-lg border border-line bg-surface", className)}
    >
      {(title || actions) && (
        <header className="flex flex-wrap items-start justify-between gap-3 px-4 pt-4 sm:px-5">
          <div className="min-w-0">
            {title && <h2 className="text-lg font-semibold">{title}</h2>}
            {description && <p className="mt-0.5 text-muted">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      <div className="p-4 sm:px-5">{children}</div>
      {footer && (
        <footer className="border-t border-line bg-sunken px-4 py-3 rounded-b-lg sm:px-5">{footer}</footer>
      )}
    </section>
  );
}
