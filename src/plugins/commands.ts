/** The commands of this extension. */
export namespace CommandIDs {
  /** Open the device panel. */
  export const openPanel = 'devicelab:open-panel';
  /** Ask the kernel about its device again. */
  export const refresh = 'devicelab:refresh';
  /** Go to the next exercise of the notebook. */
  export const nextExercise = 'devicelab:next-exercise';
}
