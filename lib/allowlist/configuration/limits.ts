const MIB = 1_024 * 1_024;

/** How much of an answer is taken. */
export const ANSWER_BYTES_MAX = { default: MIB, max: 8 * MIB } as const;
/** How long a request may take. */
export const TIMEOUT_SECONDS = { default: 10, max: 60 } as const;
