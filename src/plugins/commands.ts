/** For the commands, of which none takes an argument. */
export const NO_ARGS = { args: { type: 'object', properties: {} } };

/** The commands of this extension. */
export namespace CommandIDs {
  /** Open the device panel. */
  export const openPanel = 'devicelab:open-panel';
  /** Show the device panel, or put it away. */
  export const togglePanel = 'devicelab:toggle-panel';
  /** Open the device in the main area, with a large chart. */
  export const openMain = 'devicelab:open-main';
  /** Ask the kernel about its device again. */
  export const refresh = 'devicelab:refresh';
  /** Go to the next exercise of the notebook. */
  export const nextExercise = 'devicelab:next-exercise';
}
