import type { ReactNode } from "react";
import { classNames } from "./class-names";

interface PartProps {
  readonly children: ReactNode;
  readonly className?: string;
}

/** The part of a dialog that scrolls. */
export function DialogBody({ children, className }: PartProps) {
  return (
    <div className={classNames("min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4", className)}>
      {children}
    </div>
  );
}

/** The buttons of a dialog, always in view; the one that goes on stands last. */
export function DialogFooter({ children, className }: PartProps) {
  const style = "flex flex-wrap items-center justify-end gap-2 border-t border-line bg-sunken px-5 py-3";
  return <div className={classNames(style, className)}>{children}</div>;
}

/** For a form that fills a dialog, between header and footer: `<form className={dialogFormStyle}>`. */
export const dialogFormStyle = "flex min-h-0 flex-1 flex-col";
