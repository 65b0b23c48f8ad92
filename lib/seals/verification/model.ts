/** What Owners have to be told: rows that the program did not write, or a log that was set back. */
export type Alert = "rows" | "log" | null;
