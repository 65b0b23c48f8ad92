const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Leads on to the provider. A page and not a redirect: browsers check redirects after a form against `form-action`, all
 * the way through whatever the provider itself leads to, and that stays at our own origin.
 */
export function goingOnPage(name: string, address: string): Response {
  const page =
    '<!doctype html><html lang="en"><meta name="color-scheme" content="light dark">' +
    `<title>Going on to ${escaped(name)}</title><link rel="icon" href="/icon.svg">` +
    `<p>Going on to ${escaped(name)}. <a href="${escaped(address)}">Go on now</a></p></html>`;
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      refresh: `0; url=${address}`,
      "cache-control": "no-store",
    },
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ESCAPES[sign] ?? "");
}
