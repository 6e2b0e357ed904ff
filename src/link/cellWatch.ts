import type { KernelMessage } from '@jupyterlab/services';

/**
 * Knows of cells that wait or run, from what is sent and what the kernel tells
 * every page: a cell in native code from its first moment on can send no sample.
 */
export class CellWatch {
  /**
   * @param _tell Told when a cell has its turn, so that a sample is to come; null when none has.
   */
  constructor(private readonly _tell: (beganAtMs: number | null) => void) {}

  /**
   * @param message What this page sends.
   * @param isBusy Whether the kernel does something else just now.
   */
  sent(message: KernelMessage.IMessage, isBusy: boolean): void {
    const { header, content } = message;
    const { silent } = content as { silent?: boolean };
    if (header.msg_type !== 'execute_request' || silent) {
      return;
    }
    if (this._cells.size === 0 && !isBusy) {
      this._tell(Date.now());
    }
    this._cells.add(header.msg_id);
  }

  /** @param message What the kernel sends to every page. */
  heard(message: KernelMessage.IIOPubMessage): void {
    const { msg_id: id } = message.parent_header as { msg_id?: string };
    if (id === undefined) {
      return;
    }
    if (message.header.msg_type === 'execute_input') {
      this._cells.add(id);
      this._tell(Date.now());
    } else if (message.header.msg_type === 'status') {
      const { execution_state: state } = message.content as {
        execution_state?: string;
      };
      this._onStatus(id, state);
    }
  }

  /** The kernel or the line to it is gone: nothing more is heard of its cells. */
  forget(): void {
    this._cells.clear();
  }

  private _onStatus(id: string, state: string | undefined): void {
    if (state === 'idle' && this._cells.size > 0) {
      this._cells.delete(id);
      this._tell(this._cells.size > 0 ? Date.now() : null);
    } else if (state === 'busy' && !this._cells.has(id)) {
      // It does something of which no sample comes, such as a widget's callback.
      this._tell(null);
    }
  }

  private readonly _cells = new Set<string>();
}
