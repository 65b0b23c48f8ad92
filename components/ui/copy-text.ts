import { toast } from "./toast-store";

/** Puts a text into the clipboard and says so, or that the browser did not let it. `what` is what it is called. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copied ${what}`);
  } catch {
    // Browsers give the clipboard to https alone.
    toast("Not copied: the browser does not allow it.");
  }
}
