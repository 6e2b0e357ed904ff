import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { IKept } from '../model/course';
import { CellWatch } from './cellWatch';
import type { Broadcast } from './listener';
import { readBroadcast } from './listener';
import { readVerdict } from './progress';
import type { Held, LinkEvent } from './events';

/** What is done with what is heard. */
export interface IHearing {
  event(event: LinkEvent): void;
  broadcast(broadcast: Broadcast): void;
  /** A check has just been shown. */
  verdict(verdict: IKept): void;
}

/** Listens on one connection to a kernel, the notebook's own, and turns what it hears into events. */
export class Ears implements IDisposable {
  constructor(
    private readonly _kernel: Kernel.IKernelConnection,
    private readonly _hearing: IHearing
  ) {
    _kernel.statusChanged.connect(this._onStatus, this);
    _kernel.connectionStatusChanged.connect(this._onConnection, this);
    _kernel.iopubMessage.connect(this._onIOPub, this);
    _kernel.anyMessage.connect(this._onAny, this);
    _kernel.pendingInput.connect(this._onPendingInput, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /**
   * Begin with how the kernel stands now.
   *
   * @param starting A Python kernel that the server says is only starting.
   */
  begin(starting: boolean): void {
    const { status, connectionStatus } = this._kernel;
    this._hearing.event({ type: 'status', status });
    if (connectionStatus !== 'connected') {
      this._hearing.event({ type: 'attached', starting });
    }
    this._whenAnswering();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  /** The kernel's info comes by its shell: once it is there, the shell was free. */
  private _whenAnswering(): void {
    this._kernel.info.then(
      info => {
        if (!this._isDisposed) {
          const language = info.language_info.name;
          this._hearing.event({ type: 'answering', language });
        }
      },
      // Rejected when the connection goes away first: its end is told elsewhere.
      () => undefined
    );
  }

  private _onStatus(_: unknown, status: Kernel.Status): void {
    if (status === 'restarting' || status === 'autorestarting') {
      this._stopped = this._pending = false;
      this._cells.forget();
    }
    if (status === 'autorestarting') {
      this._isReviving = true;
    } else if (status === 'idle' || status === 'busy') {
      this._isReviving = false;
    }
    // JupyterLab calls a kernel dead that was shut down, too. Of a death the
    // server has told us, unless the page was about to connect again just then.
    const shutDown = status === 'dead' && !this._deathTold && !this._isReviving;
    const told = shutDown ? 'terminating' : status;
    this._hearing.event({ type: 'status', status: told });
  }

  private _onConnection(_: unknown, status: Kernel.ConnectionStatus): void {
    if (status !== 'connected') {
      this._cells.forget();
    }
    this._hearing.event({ type: 'connection', status });
  }

  private _onPendingInput(_: unknown, pending: boolean): void {
    this._pending = pending;
    this._tellHeld();
  }

  private _onAny(_: unknown, args: Kernel.IAnyMessageArgs): void {
    if (args.direction !== 'recv') {
      this._cells.sent(args.msg, this._kernel.status === 'busy');
      return;
    }
    const { header, content } = args.msg;
    if (header.msg_type === 'kernel_info_reply') {
      this._whenAnswering();
    } else if (header.msg_type === 'status') {
      const { execution_state: state } = content as {
        execution_state?: unknown;
      };
      this._deathTold = state === 'dead';
    }
  }

  private _onIOPub(_: unknown, message: KernelMessage.IIOPubMessage): void {
    if (message.header.msg_type === 'debug_event') {
      this._onDebugEvent(message.content as { event?: unknown });
      return;
    }
    this._cells.heard(message);
    readVerdict(message).forEach(verdict => this._hearing.verdict(verdict));
    const broadcast = readBroadcast(message);
    if (broadcast) {
      this._hearing.broadcast(broadcast);
    }
  }

  private _onDebugEvent(content: { event?: unknown }): void {
    if (content.event === 'stopped' || content.event === 'continued') {
      this._stopped = content.event === 'stopped';
      this._tellHeld();
    }
  }

  private _tellHeld(): void {
    const by: Held = this._stopped
      ? 'debugger'
      : this._pending
        ? 'input'
        : null;
    this._hearing.event({ type: 'held', by });
  }

  private readonly _cells = new CellWatch(beganAtMs =>
    this._hearing.event({ type: 'cell', beganAtMs })
  );
  private _deathTold = false;
  /** The server starts the kernel again by itself, and nothing was heard of it since. */
  private _isReviving = false;
  private _isDisposed = false;
  private _pending = false;
  private _stopped = false;
}
