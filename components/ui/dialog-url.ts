const DIALOG = "dialog";

/**
 * The address of a page with a dialog open on it: what the page had, plus `?dialog=name` and what the dialog needs.
 * Relative, so that it fits a plain link, a form of method GET and `pushState` alike.
 */
export function dialogHref(
  current: URLSearchParams | string,
  name: string,
  needs: Readonly<Record<string, string>> = {},
): string {
  const params = new URLSearchParams(current);
  params.set(DIALOG, name);
  for (const [key, value] of Object.entries(needs)) params.set(key, value);
  return `?${params}`;
}

/** The address of the same page without the dialog and without what only the dialog needed. */
export function closedHref(current: URLSearchParams | string, needs: readonly string[] = []): string {
  const params = new URLSearchParams(current);
  for (const key of [DIALOG, ...needs]) params.delete(key);
  const rest = params.toString();
  return rest === "" ? "?" : `?${rest}`;
}
