import { type Order, type Sort, usualOrder } from "@/lib/secrets/listing/model";
import type { SecretQuery } from "@/lib/secrets/schema";
import { FILTERS, type FilterName } from "./filters";

type Shown = Partial<Pick<SecretQuery, "search" | "sort" | "order" | FilterName>>;

type Change = Partial<Record<FilterName | "after", string | undefined>> & {
  readonly sort?: Sort;
  readonly order?: Order;
};

/** The address of the list under `path` with these filters; what is the default is left out. */
export function queryHref(path: string, query: Shown, change: Change = {}): string {
  const { sort = query.sort ?? "updated", order = query.order, ...changed } = change;
  const filters = Object.fromEntries(FILTERS.map(({ name }) => [name, query[name]]));
  const wanted = {
    ...{ search: query.search, ...filters, ...changed },
    sort: sort === "updated" ? undefined : sort,
    order: order === usualOrder(sort) ? undefined : order,
  };
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(wanted)) if (value) params.set(name, value);
  return params.size === 0 ? path : `${path}?${params}`;
}
