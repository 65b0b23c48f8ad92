import type { Metadata } from "next";
import { BarePage } from "@/components/frame/bare-page";
import { NotFoundMessage } from "@/components/frame/not-found-message";

export const metadata: Metadata = { title: "Nothing here" };

export default function NotFound() {
  return (
    <BarePage>
      <NotFoundMessage />
    </BarePage>
  );
}
