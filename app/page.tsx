import { redirect } from "next/navigation";
import { landingPath } from "@/lib/projects/loaders";
import { pageContext } from "@/lib/web/context";

/** The front door leads to the Secrets page seen last. */
export default async function FrontDoor() {
  redirect(await landingPath(await pageContext()));
}
