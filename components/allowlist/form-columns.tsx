import type { ReactNode } from "react";

interface FormColumnsProps {
  /** The fields. */
  readonly children: ReactNode;
  /** What stays in view beside the fields where there is room, and else stands below them, before the buttons. */
  readonly beside: ReactNode;
  /** The buttons. */
  readonly end: ReactNode;
}

/** The columns of a long form, in an element that is a `@container`. The order of reading is the same in one and in two. */
export function FormColumns({ children, beside, end }: FormColumnsProps) {
  return (
    <div className="grid gap-5 @4xl:grid-cols-[minmax(0,45rem)_minmax(22rem,1fr)]">
      <div className="flex min-w-0 flex-col gap-5">{children}</div>
      <div className="flex min-w-0 flex-col gap-4 @4xl:sticky @4xl:top-17 @4xl:max-h-[calc(100dvh-5.5rem)] @4xl:self-start @4xl:overflow-y-auto">
        {beside}
      </div>
      <div className="flex flex-wrap gap-2">{end}</div>
    </div>
  );
}
