import { redirect } from "next/navigation";
import { landingPath } from "@/lib/projects/loaders";
import { pageContext } from "@/lib/web/context";

/** Leads to the Secrets page seen last. */
export default async function HomePage() {
  redirect(await landingPath(await pageContext()));
}
