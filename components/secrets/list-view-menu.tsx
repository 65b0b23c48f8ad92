"use client";

import { Check, Columns3 } from "lucide-react";
import { useRouter } from "next/navigation";
import { buttonStyle } from "@/components/ui/button-style";
import { Menu } from "@/components/ui/menu";
import { MenuButton, MenuHeading, MenuSeparator } from "@/components/ui/menu-items";
import { type Density, keepListView, LIST_COLUMNS, type ListView } from "./list-view";

const DENSITIES = [
  ["comfortable", "Comfortable"],
  ["compact", "Compact"],
] as const satisfies readonly (readonly [Density, string])[];

/** Which columns the list has, and how close its rows are. Remembered on this device. */
export function ListViewMenu({ view }: { readonly view: ListView }) {
  const router = useRouter();
  const change = (changed: Partial<ListView>) => {
    keepListView({ ...view, ...changed });
    router.refresh();
  };
  return (
    <Menu
      align="end"
      buttonClassName={buttonStyle("secondary", "medium", "max-sm:hidden noscript:hidden")}
      button={
        <>
          <Columns3 aria-hidden className="size-4" />
          View
        </>
      }
    >
      <MenuHeading>Rows</MenuHeading>
      {DENSITIES.map(([density, label]) => (
        <MenuButton
          key={density}
          role="menuitemradio"
          aria-checked={view.density === density}
          onClick={() => change({ density })}
        >
          <span className="flex-1">{label}</span>
          {view.density === density && <Check aria-hidden />}
        </MenuButton>
      ))}
      <MenuSeparator />
      <MenuHeading>Columns, as many as fit</MenuHeading>
      {LIST_COLUMNS.map(([column, label]) => {
        const isShown = view.columns.includes(column);
        const others = view.columns.filter((one) => one !== column);
        return (
          <MenuButton
            key={column}
            role="menuitemcheckbox"
            aria-checked={isShown}
            onClick={() => change({ columns: isShown ? others : [...others, column] })}
          >
            <span className="flex-1">{label}</span>
            {isShown && <Check aria-hidden />}
          </MenuButton>
        );
      })}
    </Menu>
  );
}
