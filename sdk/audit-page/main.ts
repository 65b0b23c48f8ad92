import { verifyEvidence } from "../src/audit-proof/verify.js";
import { byId } from "./elements.js";
import { eventTable } from "./event-table.js";
import { checkpointIn, partsOf } from "./files.js";
import { showFailure, showProgress, showResult } from "./result-view.js";

const fileInput = byId("file", HTMLInputElement);
const keyInput = byId("key", HTMLInputElement);
const checkpointInput = byId("checkpoint", HTMLInputElement);
const drop = byId("drop", HTMLElement);

/** The verification that counts: one that was begun before it shows nothing any more. */
let current: AbortController | null = null;

byId("form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  void verify();
});
for (const input of [fileInput, checkpointInput]) input.addEventListener("change", () => void verify());
// Wherever it is dropped: a browser would leave this page for the file.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.classList.add("over");
});
document.addEventListener("dragleave", () => drop.classList.remove("over"));
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (!event.dataTransfer?.files.length) return;
  fileInput.files = event.dataTransfer.files;
  void verify();
});

async function verify(): Promise<void> {
  const [file] = fileInput.files ?? [];
  if (!file) return;
  current?.abort();
  current = new AbortController();
  const { signal } = current;
  const table = eventTable();
  showProgress(0, 0);
  try {
    const [older] = checkpointInput.files ?? [];
    const result = await verifyEvidence(partsOf(file, signal), {
      verifierKey: keyInput.value.trim() || undefined,
      checkpoint: older && (await checkpointIn(older)),
      onEvent: table.add,
      onProgress: ({ bytes, events }) => showProgress(bytes / file.size, events),
    });
    if (signal.aborted) return;
    showResult(result);
    table.show(result.events);
  } catch {
    // The one thing that can go wrong beside the file itself.
    if (!signal.aborted) showFailure("The file cannot be read from this device. Choose it again.");
  }
}
