import { BarePage } from "@/components/shell/bare-page";
import { ForbiddenPage } from "@/components/shell/forbidden-page";

export default function ForbiddenOutsideShell() {
  return (
    <BarePage>
      <ForbiddenPage />
    </BarePage>
  );
}
