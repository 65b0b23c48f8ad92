import { runtime } from "@/lib/runtime/registry";

/**
 * Where signing out leads: a whole new document, so that nothing of the old one stays in the browser's memory or
 * caches. It changes nothing here, so it does not matter who links to it.
 */
export function GET(): Response {
  return new Response(null, {
    status: 303,
    headers: {
      location: `${runtime().settings.origin}/sign-in`,
      "clear-site-data": '"cache"',
      "cache-control": "no-store",
    },
  });
}
