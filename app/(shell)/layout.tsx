import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppShell } from "@/components/shell/app-shell";
import { THEME_COOKIE, themeOf } from "@/components/shell/theme";
import { loadShell } from "@/lib/projects/loaders";
import { pageContext } from "@/lib/web/context";

export default async function ShellLayout({ children }: { readonly children: ReactNode }) {
  const shell = await loadShell(await pageContext());
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppShell {...shell} theme={theme}>
      {children}
    </AppShell>
  );
}
