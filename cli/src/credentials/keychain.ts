import { randomUUID } from "node:crypto";

const SERVICE = "strongroom";
/** On Linux the other choice is the kernel's memory, which forgets at the next start of the machine. */
const OPTIONS = { linux: { store: "secret-service" } } as const;

/** The system's keychain: one text for each account. */
export interface Keychain {
  read(account: string): string | null;
  write(account: string, text: string): void;
  remove(account: string): void;
}

/** The keychain, or null when its optional module is not installed or the system has none that answers. */
export async function openKeychain(): Promise<Keychain | null> {
  try {
    const { Entry } = await import("@napi-rs/keyring");
    const entryOf = (account: string) => new Entry(SERVICE, account, OPTIONS);
    // Asking for what cannot be there fails where no keychain answers.
    entryOf(randomUUID()).getPassword();
    return {
      read: (account) => entryOf(account).getPassword(),
      write: (account, text) => entryOf(account).setPassword(text),
      remove: (account) => void entryOf(account).deletePassword(),
    };
  } catch {
    return null;
  }
}
