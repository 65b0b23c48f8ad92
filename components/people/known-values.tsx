import { Link } from "@/components/ui/link";
import { counted } from "@/lib/counted";
import type { ListedPerson } from "@/lib/people/list/model";
import { PEOPLE_PATH } from "@/lib/people/model";
import { KNOWN_MAX, KNOWN_VALUES_PATH } from "@/lib/secrets/known-values/model";

const LINK = "text-accent-ink underline underline-offset-2";

/** Says how many values a person set or read and goes on knowing, and where they are listed to be replaced. */
export function KnownValues({ person: { id, knownValues } }: { readonly person: ListedPerson }) {
  if (knownValues === 0) return null;
  const many = knownValues > KNOWN_MAX ? `${KNOWN_MAX}+ secrets` : counted(knownValues, "secret");
  return (
    <div className="flex flex-col gap-1 rounded-md border border-line bg-sunken p-3">
      <p className="font-medium">
        They set or read the current value of{" "}
        <Link href={`${PEOPLE_PATH}/${id}`} className={LINK}>
          {many}
        </Link>
      </p>
      <p className="text-sm text-muted">
        They still know {knownValues === 1 ? "it" : "them"}. Afterwards{" "}
        <Link href={KNOWN_VALUES_PATH} className={LINK}>
          Values to replace
        </Link>{" "}
        lists each until it has a new value.
      </p>
    </div>
  );
}
