import { ButtonLink } from "./button-link";
import { Dialog } from "./dialog";
import { DialogBody, DialogFooter } from "./dialog-parts";

/** Says that it is done where no script can close the dialog. */
export function DoneDialog(props: {
  readonly title: string;
  readonly href: string;
  readonly onClose: () => void;
  /** What shows it. */
  readonly noun?: string;
}) {
  const { noun = "list" } = props;
  return (
    <Dialog title={props.title} shape="narrow" onClose={props.onClose} closeHref={props.href}>
      <DialogBody>The {noun} shows it.</DialogBody>
      <DialogFooter>
        <ButtonLink href={props.href}>Back to the {noun}</ButtonLink>
      </DialogFooter>
    </Dialog>
  );
}
