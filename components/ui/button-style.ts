import { classNames } from "./class-names";

export type ButtonTone = "primary" | "secondary" | "quiet" | "danger";
export type ButtonSize = "small" | "medium";

const TONES: Readonly<Record<ButtonTone, string>> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-ink border-line-strong hover:bg-hover",
  quiet: "bg-transparent text-muted border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-danger text-on-accent hover:bg-danger-hover border-transparent",
};

const SIZES: Readonly<Record<ButtonSize, string>> = {
  small: "h-7 gap-1.5 px-2 text-sm pointer-coarse:h-9",
  medium: "h-8 gap-2 px-3 text-base pointer-coarse:h-10",
};

const SQUARES: Readonly<Record<ButtonSize, string>> = {
  small: "size-7 pointer-coarse:size-9",
  medium: "size-8 pointer-coarse:size-10",
};

const SHARED =
  "inline-flex shrink-0 items-center justify-center rounded-md border font-medium whitespace-nowrap select-none " +
  "transition-colors duration-100 disabled:opacity-60 aria-disabled:opacity-60 print:hidden [&_svg]:shrink-0";

/** The look of a button, for buttons and for links that act like one. */
export function buttonStyle(tone: ButtonTone, size: ButtonSize, className?: string): string {
  return classNames(SHARED, TONES[tone], SIZES[size], className);
}

/** The look of a square button that shows only an icon. */
export function iconButtonStyle(size: ButtonSize, className?: string): string {
  return classNames(SHARED, TONES.quiet, SQUARES[size], className);
}
