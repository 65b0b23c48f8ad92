import type { Logger } from "pino";

/** What was opened, to be closed in the opposite order. A part that fails to close does not keep the rest open. */
export class Closers {
  readonly #log: Logger;
  readonly #open: { readonly name: string; readonly close: () => Promise<void> }[] = [];

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, close: () => Promise<void>): void {
    this.#open.push({ name, close });
  }

  async closeAll(): Promise<void> {
    for (let last = this.#open.pop(); last; last = this.#open.pop()) {
      try {
        await last.close();
      } catch (error) {
        this.#log.error({ err: error }, `the ${last.name} did not close cleanly`);
      }
    }
  }
}
