const PAGE =
  '<!doctype html><html lang="en"><title>Signed out</title><link rel="icon" href="/icon.svg"><p>Signed out. <a href="/sign-in">Sign in again</a></p></html>';

/**
 * Where signing out leads: a whole new document, so that nothing of the old ones stays in the memory or caches of the
 * browser, and from there to the sign-in page. A page and not a redirect, because after an action the router follows
 * redirects by itself and would stay in the old document. It changes nothing here, so anybody may link to it.
 */
export function GET(): Response {
  return new Response(PAGE, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      refresh: "0; url=/sign-in",
      "clear-site-data": '"cache"',
      "cache-control": "no-store",
    },
  });
}
