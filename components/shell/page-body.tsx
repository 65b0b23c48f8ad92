import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

const WIDTHS = { full: "max-w-[120rem]", wide: "max-w-300", narrow: "max-w-180" } as const;

interface PageBodyProps {
  /** `full` for lists with many columns, `wide` for other lists, `narrow` for text and forms. */
  readonly width?: keyof typeof WIDTHS;
  readonly children: ReactNode;
}

/** The room that a page of the app shell fills. */
export function PageBody({ width = "wide", children }: PageBodyProps) {
  return (
    <div
      className={classNames("mx-auto flex w-full flex-col gap-5 px-4 py-5 sm:px-6 sm:py-6", WIDTHS[width])}
    >
      {children}
    </div>
  );
}
