import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IRun } from '../model/runs';

/**
 * Bring a cell of a notebook into sight and select it.
 *
 * @param panel The notebook.
 * @param isIt Which of its cells.
 * @returns Whether there is such a cell.
 */
export async function showCell(
  panel: NotebookPanel,
  isIt: (model: Cell['model']) => boolean
): Promise<boolean> {
  const { content } = panel;
  const at = content.widgets.findIndex(({ model }) => isIt(model));
  if (at < 0) {
    return false;
  }
  content.deselectAll();
  content.activeCellIndex = at;
  await content.scrollToCell(content.widgets[at], 'center');
  content.activate();
  return true;
}

/**
 * Bring the cell of a run into sight, in whichever notebook on the kernel it
 * stands. Older IPythons don't tell the id of a cell: there its number counts.
 *
 * @returns Whether it was found.
 */
export function showRun(
  app: JupyterFrontEnd,
  notebooks: INotebookTracker,
  kernelId: string,
  run: IRun
): boolean {
  const isIt = (model: Cell['model']) =>
    run.cellId === null
      ? isNumbered(model, run.count)
      : model.id === run.cellId;
  const panel = notebooks.find(
    ({ content, sessionContext }) =>
      sessionContext.session?.kernel?.id === kernelId &&
      content.widgets.some(({ model }) => isIt(model))
  );
  if (!panel) {
    return false;
  }
  app.shell.activateById(panel.id);
  void showCell(panel, isIt);
  return true;
}

function isNumbered(model: Cell['model'], count: number | null): boolean {
  return (
    count !== null &&
    model.type === 'code' &&
    (model as ICodeCellModel).executionCount === count
  );
}
