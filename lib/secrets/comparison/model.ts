/** How often a secret's values are compared with given ones within an hour, by all callers together. */
export const COMPARISONS_MAX = 20;
export const COMPARISON_WINDOW_SECONDS = 60 * 60;
