import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from "vitest/node";

/** Begins with the files of which the most is waiting, for programs to start or for time to pass: others run meanwhile. */
export function waitingFirst(paths: RegExp): TestSequencerConstructor {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const sorted = await super.sort(files);
      const waiting = sorted.filter(({ moduleId }) => paths.test(moduleId));
      return [...waiting, ...sorted.filter((file) => !waiting.includes(file))];
    }
  };
}
