/** What a kind of column is in the program. */
interface Kinds {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly time: Date;
  readonly integer: number;
  readonly boolean: boolean;
  readonly texts: readonly string[];
  readonly json: object;
}

type Kind = keyof Kinds;
/** With `?` it may be null. With `+` too, and is then left out of the seal: rows from before the column keep theirs. */
export type Fields = Readonly<Record<string, Kind | `${Kind}?` | `${Kind}+`>>;

/** A table whose rows are sealed. */
export interface SealedTable {
  /** The fields that identify a row. */
  readonly key: readonly string[];
  /** What people recognise a row by. */
  readonly label: string;
  /** What the seal covers, in this order, which belongs to the stored format. */
  readonly fields: Fields;
  /** How a field is read where it is not just the column of its name. `t` is the table. */
  readonly sql?: Readonly<Record<string, string>>;
  /** The columns that the seal leaves out, because whoever changes them gains nothing. */
  readonly open: readonly string[];
}

/** The type of a field of a kind. */
export type ValueOf<K> = K extends `${infer Base extends Kind}${"?" | "+"}`
  ? Kinds[Base] | null
  : K extends Kind
    ? Kinds[K]
    : never;
