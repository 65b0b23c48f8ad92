"use client";

import { Check, Moon, Sun, SunMoon } from "lucide-react";
import { useState } from "react";
import { iconButtonStyle } from "@/components/ui/button-style";
import { Menu } from "@/components/ui/menu";
import { MenuButton } from "@/components/ui/menu-items";
import { applyTheme, THEMES, type Theme } from "./theme";

const LOOKS = {
  system: { icon: SunMoon, label: "System" },
  light: { icon: Sun, label: "Light" },
  dark: { icon: Moon, label: "Dark" },
} as const;

/** Light, dark, or as the system is. Remembered on this device. */
export function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const [current, setCurrent] = useState(initial);
  const Icon = LOOKS[current].icon;
  const choose = (theme: Theme) => {
    applyTheme(theme);
    setCurrent(theme);
  };
  return (
    <Menu
      label="Theme"
      align="end"
      className="min-w-36"
      button={<Icon aria-hidden className="size-4" />}
      buttonClassName={iconButtonStyle("medium")}
    >
      {THEMES.map((theme) => {
        const { icon: ThemeIcon, label } = LOOKS[theme];
        return (
          <MenuButton
            key={theme}
            role="menuitemradio"
            aria-checked={theme === current}
            onClick={() => choose(theme)}
          >
            <ThemeIcon aria-hidden />
            <span className="flex-1">{label}</span>
            {theme === current && <Check aria-hidden />}
          </MenuButton>
        );
      })}
    </Menu>
  );
}
