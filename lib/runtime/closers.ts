import type { Logger } from "pino";

/** What was opened, to be closed in the opposite order. A part that fails to close does not keep the rest open. */
export class Closers {
  readonly #log: Logger;
  readonly #open: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  #closing: Promise<void> = Promise.resolve();

  constructor(log: Logger) {
    this.#log = log;
  }

  add(name: string, close: () => Promise<void>): void {
    this.#open.push({ name, close });
  }

  /** Closes what is open. Whoever calls it meanwhile waits for the same, and nothing is closed twice. Never rejects. */
  closeAll(): Promise<void> {
    this.#closing = this.#closing.then(() => this.#closeOpen());
    return this.#closing;
  }

  async #closeOpen(): Promise<void> {
    for (let last = this.#open.pop(); last; last = this.#open.pop()) {
      try {
        await last.close();
      } catch (error) {
        this.#log.error({ err: error }, `the ${last.name} did not close cleanly`);
      }
    }
  }
}
