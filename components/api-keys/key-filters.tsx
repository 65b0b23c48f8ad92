"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { useIsHydrated } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { Select, type SelectOption } from "@/components/ui/select";
import type { ApiKeysPageData } from "@/lib/api-keys/loaders";
import type { KEY_ENDS, KEY_USES } from "@/lib/api-keys/model";
import type { KeyKind } from "@/lib/authorization/permission";
import { KINDS } from "./key-labels";

const USES: Readonly<Record<(typeof KEY_USES)[number], string>> = {
  never: "Never used",
  "30d": "Not for 30 days",
  "90d": "Not for 90 days",
};
const ENDS: Readonly<Record<(typeof KEY_ENDS)[number], string>> = {
  soon: "Within 14 days",
  past: "Expired",
  none: "No expiry",
};

/** Narrows the list of keys. The address holds what is chosen; without JavaScript it is a plain form. */
export function KeyFilters({ data, path }: { readonly data: ApiKeysPageData; readonly path: string }) {
  const router = useRouter();
  const isHydrated = useIsHydrated();
  const { query, makers } = data;
  const isUsed = [query.maker, query.kind, query.used, query.expires].some(Boolean);
  const known = query.maker === undefined || makers.includes(query.maker) ? makers : [query.maker, ...makers];
  const all = query.show === "revoked" ? `${path}?show=revoked` : path;
  const show = (form: HTMLFormElement) => {
    const entries = [...new FormData(form)].filter((entry): entry is [string, string] => entry[1] !== "");
    router.push(`${path}?${new URLSearchParams(entries)}`, { scroll: false });
  };
  return (
    <form
      // What is chosen follows the address, also where that changes by itself.
      key={JSON.stringify(query)}
      action={path}
      aria-label="Filter API keys"
      className="grid grid-cols-2 items-end gap-3 lg:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
      onChange={(event) => show(event.currentTarget)}
    >
      {query.show === "revoked" && <input type="hidden" name="show" value="revoked" />}
      <Choice label="Created by" name="maker" value={query.maker} options={known.map(optionOf)} />
      <Choice label="Last used" name="used" value={query.used} options={optionsOf(USES)} />
      <Choice label="Expires" name="expires" value={query.expires} options={optionsOf(ENDS)} />
      <Choice
        label="Type"
        name="kind"
        value={query.kind}
        options={(Object.keys(KINDS) as KeyKind[]).map((kind) => ({ value: kind, label: KINDS[kind].name }))}
      />
      <div className="flex h-8 items-center gap-3">
        {!isHydrated && <Button type="submit">Show</Button>}
        {isUsed && (
          <Link href={all} className="text-sm text-accent-ink hover:underline">
            Clear filters
          </Link>
        )}
      </div>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly options: readonly SelectOption[];
}

function Choice({ label, name, value = "", options }: ChoiceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select
          {...control}
          name={name}
          defaultValue={value}
          options={[{ value: "", label: "Any" }, ...options]}
        />
      )}
    </Field>
  );
}

function optionOf(value: string): SelectOption {
  return { value, label: value };
}

function optionsOf(names: Readonly<Record<string, string>>): SelectOption[] {
  return Object.entries(names).map(([value, label]) => ({ value, label }));
}
