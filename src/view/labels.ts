/** A text of a picture: where its baseline begins, in pixels. */
export interface ILabel {
  text: string;
  x: number;
  y: number;
}

/** A part of a picture that is taken, in pixels. */
export interface IBox {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Of the picture's font, about. */
const CHARACTER = 5.6;
const ASCENT = 9;
const DESCENT = 3;

/** How wide a text is drawn, about. */
export function widthOf(text: string): number {
  return text.length * CHARACTER;
}

export function boxOf({ text, x, y }: ILabel): IBox {
  return {
    left: x,
    right: x + widthOf(text),
    top: y - ASCENT,
    bottom: y + DESCENT
  };
}

/**
 * @param places Where a label could stand, the best first.
 * @param taken What it should not stand on.
 * @returns The first place that is free; where there is none, the one that covers least.
 */
export function freePlace(
  places: readonly ILabel[],
  taken: readonly IBox[]
): ILabel {
  const covered = places.map(place => coveredBy(boxOf(place), taken));
  return places[covered.indexOf(Math.min(...covered))];
}

/** The area of the others under a box. */
function coveredBy(box: IBox, others: readonly IBox[]): number {
  return others.reduce((sum, other) => {
    const width =
      Math.min(box.right, other.right) - Math.max(box.left, other.left);
    const height =
      Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
    return sum + Math.max(0, width) * Math.max(0, height);
  }, 0);
}
