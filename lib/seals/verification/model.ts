/**
 * What people have to be told: Owners of rows that the program did not write, or a log that was set back; whoever reads the
 * log, that it does not fit what a witness kept, or at which event it is broken.
 */
export type Alert = "rows" | "log" | "witness" | { readonly brokenAt: number } | null;
