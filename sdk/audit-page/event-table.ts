import type { ProvenEvent } from "../src/audit-proof/event.js";
import type { EventLabels } from "../src/audit-proof/result.js";
import { byId, withText } from "./elements.js";

const ROWS_MAX = 1_000;

/** Takes events as they are proven and shows the first thousand of them. */
export function eventTable() {
  const rows: HTMLElement[] = [];
  byId("events", HTMLElement).hidden = true;
  return {
    add: (event: ProvenEvent, labels: EventLabels): void => {
      if (rows.length < ROWS_MAX) rows.push(rowOf(event, labels));
    },
    show: (events: number): void => {
      const title = events > rows.length ? `The first ${rows.length} of ${events} events` : "Events";
      byId("events-title", HTMLElement).textContent = title;
      byId("rows", HTMLElement).replaceChildren(...rows);
      byId("events", HTMLElement).hidden = rows.length === 0;
    },
  };
}

function rowOf(event: ProvenEvent, { project, environment }: EventLabels): HTMLElement {
  const row = document.createElement("tr");
  const detail = JSON.stringify(event.detail);
  const cells = [
    String(event.seq),
    event.at.replace("T", " ").replace("Z", ""),
    event.actorLabel,
    event.action,
    event.targetName ?? "",
    [project, environment].filter((label) => label !== null).join(" / "),
    event.ip ?? "",
    detail === "{}" ? "" : detail,
  ];
  row.append(...cells.map((cell) => withText("td", cell)));
  return row;
}
