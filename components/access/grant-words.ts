import type { GrantMeta } from "@/lib/grants/model";

/** What a grant is about, in words. */
export function grantedOn({ project, environment, secret, pattern }: GrantMeta): string {
  const where = `${project} / ${environment ?? "every environment"}`;
  return `${secret ?? pattern ?? "Every secret"} in ${where}`;
}

/** Who has it, in words. */
export function holderName({ holder }: Pick<GrantMeta, "holder">): string {
  return holder.kind === "person" ? holder.email : `Group ${holder.name}`;
}
