// Apart from the rules of a value, so that the list of secrets loads none.

/** What a list of secrets can be narrowed to by how their rotation goes. */
export const ROTATION_FILTERS = ["overdue", "failing"] as const;

/** For how many days, at least, a value was not replaced. */
export const AGE_DAYS = ["30", "90", "180", "365"] as const;

export const SORTS = ["updated", "replaced", "name", "created", "used"] as const;
export type Sort = (typeof SORTS)[number];
export type Order = "asc" | "desc";

/** In which direction a list runs unless it is asked otherwise: names as in a dictionary, the latest first. */
export function usualOrder(sort: Sort): Order {
  return sort === "name" ? "asc" : "desc";
}
