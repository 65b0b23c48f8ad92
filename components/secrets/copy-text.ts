import { toast } from "@/components/ui/toast-store";

/** Puts a text into the clipboard and says so. `what` is what it is called. */
export async function copyText(text: string, what: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  toast(`Copied ${what}`);
}
