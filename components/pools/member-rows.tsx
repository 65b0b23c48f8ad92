"use client";

import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Button } from "@/components/ui/button";
import { Field, FieldErrors } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { MEMBERS_MAX, type PoolMember } from "@/lib/pools/model";
import { errorsOf, type FormState } from "@/lib/web/form-state";

interface MemberRowsProps {
  readonly members: readonly PoolMember[];
  /** The names that can be chosen. */
  readonly names: readonly string[];
  readonly state: FormState<unknown>;
}

const ON_OR_OFF = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
];
/** Rows for those who have no JavaScript to add some. */
const EMPTY_ROWS = 2;
const COLUMNS = "grid grid-cols-2 gap-2 sm:grid-cols-[1fr_6rem_6rem]";

/** The members of a pool, one below the other. A row without a secret is left out. */
export function MemberRows({ members, names, state }: MemberRowsProps) {
  const [count, setCount] = useState(
    Math.max(1, members.length) + (members.length < MEMBERS_MAX ? EMPTY_ROWS - 1 : 0),
  );
  const list = useRef<HTMLDivElement>(null);
  const add = () => {
    flushSync(() => setCount(count + 1));
    list.current?.querySelector<HTMLSelectElement>("fieldset:last-of-type select")?.focus();
  };
  const general = errorsOf(state, "members");
  return (
    <section className="flex flex-col gap-3" aria-label="Members">
      <div>
        <h3 className="font-medium">Members</h3>
        <p className="text-sm text-muted">
          Secrets of this environment. A weight of 3 is three times as many callers as a weight of 1.
        </p>
      </div>
      <div ref={list} className="flex flex-col gap-3">
        {Array.from({ length: count }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
          <MemberRow key={i} at={i} member={members[i]} names={names} state={state} />
        ))}
      </div>
      {general.length > 0 && <FieldErrors id="members-errors" errors={general} />}
      {count < MEMBERS_MAX && (
        <div>
          <Button size="small" onClick={add}>
            <Plus aria-hidden className="size-4" /> Add member
          </Button>
        </div>
      )}
    </section>
  );
}

interface MemberRowProps extends Pick<MemberRowsProps, "names" | "state"> {
  readonly at: number;
  readonly member: PoolMember | undefined;
}

function MemberRow({ at, member, names, state }: MemberRowProps) {
  const known = member && !names.includes(member.name) ? [member.name, ...names] : names;
  const options = [{ value: "", label: "None" }, ...known.map((name) => ({ value: name, label: name }))];
  return (
    <fieldset className={COLUMNS}>
      <legend className="sr-only">Member {at + 1}</legend>
      <Field label="Secret" className="max-sm:col-span-2" errors={errorsOf(state, `members.${at}.name`)}>
        {(control) => (
          <Select {...control} name="member" options={options} defaultValue={member?.name ?? ""} />
        )}
      </Field>
      <Field label="Weight" errors={errorsOf(state, `members.${at}.weight`)}>
        {(control) => (
          <TextInput
            {...control}
            name="weight"
            inputMode="numeric"
            defaultValue={String(member?.weight ?? 1)}
          />
        )}
      </Field>
      <Field label="Use">
        {(control) => (
          <Select
            {...control}
            name="on"
            options={ON_OR_OFF}
            defaultValue={member?.isOn === false ? "off" : "on"}
          />
        )}
      </Field>
    </fieldset>
  );
}
