/** The look that text fields and selects share. The border alone reaches 3:1 against every surface. */
export const controlStyle =
  "w-full min-w-0 rounded-md border border-field bg-surface px-2.5 text-ink transition-colors duration-100 " +
  "hover:border-muted focus-visible:border-accent-ink focus-visible:outline-1 focus-visible:outline-offset-0 " +
  "aria-invalid:border-danger-ink disabled:bg-sunken disabled:text-faint [&[readonly]]:bg-sunken";

export const controlHeight = "h-8 pointer-coarse:h-10";
