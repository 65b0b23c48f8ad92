import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * A link within the dashboard. It fetches its page when it is followed: every page asks the database, and fetching all
 * that is visible would cost more than the page that is looked at.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
