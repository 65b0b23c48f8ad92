import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names";

type AlertTone = "info" | "success" | "warning" | "danger";

const LOOKS: Readonly<
  Record<AlertTone, { readonly icon: LucideIcon; readonly box: string; readonly ink: string }>
> = {
  info: { icon: Info, box: "border-line-strong bg-sunken", ink: "text-muted" },
  success: { icon: CircleCheck, box: "border-success-line bg-success-soft", ink: "text-success-ink" },
  warning: { icon: TriangleAlert, box: "border-warning-line bg-warning-soft", ink: "text-warning-ink" },
  danger: { icon: CircleAlert, box: "border-danger-line bg-danger-soft", ink: "text-danger-ink" },
};

interface AlertProps {
  readonly tone?: AlertTone;
  readonly title?: string;
  readonly children?: ReactNode;
  /** Buttons and links that answer it. */
  readonly actions?: ReactNode;
  /** `alert` for what must interrupt, `status` for what may wait; nothing when it is there from the start. */
  readonly role?: "alert" | "status";
  readonly className?: string;
}

/** Something to know, in place. The icon carries the tone as well as the colour does. */
export function Alert({ tone = "info", title, children, actions, role, className }: AlertProps) {
  const { icon: Icon, box, ink } = LOOKS[tone];
  return (
    <div
      role={role}
      className={classNames("flex items-start gap-2.5 rounded-md border px-3 py-2.5", box, className)}
    >
      <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", ink)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1 break-words">
        {title && <p className={classNames("font-medium", ink)}>{title}</p>}
        {children && <div className="text-ink">{children}</div>}
        {actions && <div className="mt-1 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
