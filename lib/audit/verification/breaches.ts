/**
 * What can be wrong with the log, by what shows it: the chain, the tree, a checkpoint, the events that say what left, or the
 * index. The words follow on the number of the event.
 */
export const BREACHES = {
  removed: "is missing",
  altered: "was altered",
  unlinked: "does not follow from the one before it",
  headMoved: "is not the end that the log says it has",
  unexpectedHead: "is not what it was when it was noted down",
  otherPruned: "and following are missing or there, which is not what retention removed",
  treeDiffers: "is not the one in the tree",
  checkpointDiffers: "is the last of a checkpoint that was signed for other events",
  checkpointForged: "is the last of a checkpoint that was not signed by this log",
  checkpointAhead: "was signed in a checkpoint, and the log ends before it",
  blockAltered: "and others of its block may not be found by filters: the index was altered",
  nameMissing: "has a name that the index misses: a filter may not find it",
  countsDiffer: "and others like it are not counted by the hour as they are: the chart is wrong",
} as const;

export type Breach = keyof typeof BREACHES;
