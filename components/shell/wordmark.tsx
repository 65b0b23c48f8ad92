import { classNames } from "@/components/ui/class-names";

/** The door of a strongroom: a leaf, its dial, and the bolt. */
export function Mark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={classNames("size-5 shrink-0", className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g className="fill-none stroke-on-accent" strokeWidth="2.5" strokeLinecap="round">
        <circle cx="16" cy="16" r="7.25" />
        <path d="M16 16v-3.5M16 16l3.1 1.8M16 16l-3.1 1.8" />
      </g>
    </svg>
  );
}

/** Mark and name. */
export function Wordmark({ className }: { readonly className?: string }) {
  return (
    <span className={classNames("inline-flex items-center gap-2 font-semibold tracking-tight", className)}>
      <Mark />
      Strongroom
    </span>
  );
}
