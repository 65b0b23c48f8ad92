import { afterAll, onTestFinished, TestRunner } from "vitest";

/**
 * Runs `cleanUp` after the test that calls this, or after the whole file when it is called at the top of one; what was
 * given last runs first. Modules are loaded once for many files, so that a hook at the top of one would serve only the
 * first of them.
 */
export function afterwards(cleanUp: () => unknown): void {
  const hook = async () => {
    await cleanUp();
  };
  if (TestRunner.getCurrentTest()) onTestFinished(hook);
  else afterAll(hook);
}
