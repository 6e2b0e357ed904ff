import type { ISample } from '../model/protocol.generated';

/** What a link is told about the page around it. */
export interface ISurroundings {
  /** A Python kernel that the server says is only starting. */
  isStarting: boolean;
  /** Whether a panel or status item is in sight. */
  isWatched: boolean;
  /** How many times slower than usual the kernel is to read. */
  pace: () => number;
  /** Whether a cell of this page has the id. */
  hasCell: (id: string) => boolean;
  /** Whether a notebook on the kernel has exercises. */
  isOfCourse: () => boolean;
}

/**
 * @param sample A sample.
 * @param session Whose request its cell was.
 * @param own The session of this page; after a reload it has another, but still the cell.
 * @param hasCell Whether a cell of this page has an id.
 * @returns Whether another page or program has started the run.
 */
export function isForeign(
  sample: ISample,
  session: string | null,
  own: string,
  hasCell: ISurroundings['hasCell']
): boolean {
  const cell = sample.run.cell_id;
  return session !== own && !(cell !== null && hasCell(cell));
}
