/** What a link is told about the page around it. */
export interface ISurroundings {
  /** A Python kernel that the server says is only starting. */
  isStarting: boolean;
  /** Whether a panel or status item is in sight. */
  isWatched: boolean;
  /** Whether a cell of this page has the id. */
  hasCell: (id: string) => boolean;
  /** Whether a notebook on the kernel has exercises. */
  isOfCourse: () => boolean;
}
