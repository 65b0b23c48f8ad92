import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { AppFrame } from "@/components/frame/app-frame";
import { THEME_COOKIE, themeOf } from "@/components/frame/theme";
import { loadFrame } from "@/lib/projects/loaders";
import { pageContext } from "@/lib/web/context";

export default async function FrameLayout({ children }: { readonly children: ReactNode }) {
  const frame = await loadFrame(await pageContext());
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppFrame {...frame} theme={theme}>
      {children}
    </AppFrame>
  );
}
