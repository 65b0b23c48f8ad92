import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface MessageProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What happened and what to do about it. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** A page that has nothing to show but why. */
export function Message({ icon: Icon, title, children, actions }: MessageProps) {
  return (
    <div className="mx-auto flex w-full max-w-130 flex-col px-4 py-12 sm:px-6 sm:py-20">
      <span className="flex size-10 items-center justify-center rounded-lg border border-line bg-sunken text-muted">
        <Icon aria-hidden className="size-5" />
      </span>
      <h1 className="mt-5 text-xl font-semibold tracking-tight">{title}</h1>
      <div className="mt-2 flex flex-col gap-2 text-pretty text-muted">{children}</div>
      {actions && <div className="mt-6 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
