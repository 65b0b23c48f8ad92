import type { ReactNode } from "react";
import { classNames } from "./class-names";

export type BadgeTone = "neutral" | "accent" | "success" | "warning" | "danger";

const TONES: Readonly<Record<BadgeTone, string>> = {
  neutral: "border-line-strong bg-sunken text-muted",
  accent: "border-transparent bg-accent-soft text-accent-ink",
  success: "border-success-line bg-success-soft text-success-ink",
  warning: "border-warning-line bg-warning-soft text-warning-ink",
  danger: "border-danger-line bg-danger-soft text-danger-ink",
};

interface BadgeProps {
  readonly tone?: BadgeTone;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A word about a thing. The word itself must carry the meaning, the colour only repeats it. */
export function Badge({ tone = "neutral", children, className }: BadgeProps) {
  const style =
    "inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap";
  return <span className={classNames(style, TONES[tone], className)}>{children}</span>;
}
