import { BarePage } from "@/components/frame/bare-page";
import { ForbiddenPage } from "@/components/frame/forbidden-page";

export default function ForbiddenOutsideFrame() {
  return (
    <BarePage>
      <ForbiddenPage />
    </BarePage>
  );
}
