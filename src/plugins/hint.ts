import type { Cell, ICodeCellModel } from '@jupyterlab/cells';
import type { IDisplayData } from '@jupyterlab/nbformat';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { ITranslation } from '../model/translation';

/** Where a hint goes: below the verdict that stands in this cell. */
export interface IHintPlace {
  panel: NotebookPanel;
  cell: Cell;
}

/** The kernel of the notebook if it is free; a request would wait behind a running cell. */
export function freeKernel(
  panel: NotebookPanel
): Kernel.IKernelConnection | null {
  const kernel = panel.sessionContext.session?.kernel ?? null;
  const isFree =
    kernel?.status === 'idle' && kernel.connectionStatus === 'connected';
  return isFree ? kernel : null;
}

/**
 * Ask for the next hint as the learner would, and show it below the verdict. It
 * is not stored in the history, so the next prompt number stays as it was.
 *
 * @param item The exercise's id, already validated.
 */
export async function showHint(
  place: IHintPlace,
  kernel: Kernel.IKernelConnection,
  item: string,
  trans: ITranslation
): Promise<void> {
  const { outputs } = place.cell.model as ICodeCellModel;
  const future = kernel.requestExecute({
    code: `__import__("devicelab").cp.hint("${item}")`,
    store_history: false,
    allow_stdin: false,
    stop_on_error: false
  });
  future.onIOPub = message => {
    const shown = output(message, trans);
    if (shown && !place.cell.isDisposed) {
      outputs.add(shown);
    }
  };
  await future.done;
}

function output(
  message: KernelMessage.IIOPubMessage,
  trans: ITranslation
): IDisplayData | null {
  switch (message.header.msg_type) {
    case 'display_data': {
      const { data, metadata } =
        message.content as KernelMessage.IDisplayDataMsg['content'];
      return { output_type: 'display_data', data, metadata };
    }
    case 'error': {
      const text = trans.__(
        'This kernel’s Python could not show a hint: devicelab is missing or broken there. Run `%pip install devicelab` in a cell.'
      );
      const data = { 'text/plain': text };
      return { output_type: 'display_data', data, metadata: {} };
    }
    default:
      return null;
  }
}
