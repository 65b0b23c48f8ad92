import { ButtonLink } from "@/components/ui/button-link";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody, DialogFooter } from "@/components/ui/dialog-parts";
import type { ImportReport } from "@/lib/secrets/import/model";
import { ImportLines } from "./import-lines";
import { changeCount } from "./import-summary";
import { importedTitle } from "./saved-message";

/** What an import did, line by line. */
export function ImportedDialog(props: {
  readonly report: ImportReport;
  readonly basePath: string;
  readonly onClose: () => void;
}) {
  const { report, basePath, onClose } = props;
  return (
    <Dialog title={importedTitle(changeCount(report))} onClose={onClose} closeHref={basePath}>
      <DialogBody>
        <ImportLines report={report} picking={null} />
      </DialogBody>
      <DialogFooter>
        <ButtonLink href={basePath}>Back to the list</ButtonLink>
      </DialogFooter>
    </Dialog>
  );
}
