import type { Metadata } from "next";
import { BarePage } from "@/components/shell/bare-page";
import { NotFoundMessage } from "@/components/shell/not-found-message";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <BarePage>
      <NotFoundMessage />
    </BarePage>
  );
}
