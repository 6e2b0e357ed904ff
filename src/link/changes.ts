import type { IDisposable } from '@lumino/disposable';
import { Throttler } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** A flood of messages from a kernel redraws the page this often, no more. */
const LIMIT_MS = 50;

/** Tells that something has changed, not more often than a page can draw. */
export class Changes<T> implements IDisposable {
  constructor(sender: T) {
    this._signal = new Signal<T, void>(sender);
    this._emitter = new Throttler(() => this._signal.emit(), {
      limit: LIMIT_MS,
      edge: 'trailing'
    });
  }

  get signal(): ISignal<T, void> {
    return this._signal;
  }

  get isDisposed(): boolean {
    return this._emitter.isDisposed;
  }

  tell(): void {
    // Rejected when disposed of first: nobody is left to tell.
    this._emitter.invoke().catch(() => undefined);
  }

  dispose(): void {
    this._emitter.dispose();
  }

  private readonly _signal: Signal<T, void>;
  private readonly _emitter: Throttler;
}
