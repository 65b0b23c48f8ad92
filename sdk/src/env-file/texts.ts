/** Why a line of a `.env` file is not read, as a clause. */
export const PROBLEM_TEXTS = {
  notAssignment: "this line is not NAME=value",
  unclosedQuote: "the quote that begins the value of this line is never closed",
  textAfterQuote: "there is text after the closing quote; put all of the value in quotes, or none of it",
  carriageReturn: "there is a carriage return that is not part of a line end",
} as const;

export type EnvProblem = keyof typeof PROBLEM_TEXTS;

/** What of a value is not as it was written, or is read otherwise elsewhere, as a clause. */
export const WARNING_TEXTS = {
  comment: "what follows the # is taken for a comment; quotes would make it part of the value",
  hash: "the # is part of the value; some readers take it for the start of a comment",
  leadingBlanks: "blanks before the value are left out; quotes would keep them",
  trailingBlanks: "blanks after the value are left out; quotes would keep them",
  otherSpace:
    "white space other than spaces and tabs, such as a no-break space, is kept as part of the value",
  escapes:
    "escapes such as \\n are turned into the characters that they stand for; single quotes would keep them",
  backslash: "a backslash is kept as it is; some readers drop it, or take it for the start of an escape",
  notExpanded: "a $ is kept as it is; some readers replace $NAME and $(command)",
  lineEnds: "Windows line ends within the value become LF",
  assignmentWithin: "the value goes over several lines, and one of them looks like NAME=value",
} as const;

export type EnvWarning = keyof typeof WARNING_TEXTS;

/** What some readers replace with something else. */
export const EXPANDED_ELSEWHERE = /\$[A-Za-z_{(]/;
