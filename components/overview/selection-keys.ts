const ARROWS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The boxes of a form that select secrets, in the order of the page. */
export function boxesIn(form: HTMLFormElement): HTMLInputElement[] {
  return [...form.querySelectorAll<HTMLInputElement>('input[type="checkbox"][name="secret"]')];
}

/** From a box that has the focus, an arrow leads to the next one of its column or row. Answers whether it did. */
export function moveByArrow(form: HTMLFormElement, key: string): boolean {
  const step = ARROWS[key];
  const boxes = boxesIn(form);
  const box = boxes.find((one) => one === document.activeElement);
  if (!step || !box) return false;
  const [rows, columns] = step;
  const line =
    rows === 0
      ? boxes.filter((one) => one.closest("tr") === box.closest("tr"))
      : boxes.filter((one) => one.dataset.column === box.dataset.column);
  line[line.indexOf(box) + rows + columns]?.focus();
  return true;
}
