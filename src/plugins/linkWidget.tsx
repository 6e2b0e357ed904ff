import { ReactWidget } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import type { IKernelLink, IKernelLinks, Watcher } from '../tokens';

/** Ages on the screen are told in seconds. */
const CLOCK_MS = 1000;

/** A React widget that is drawn anew when the link of the moment changes; at rest while hidden. */
export abstract class LinkWidget extends ReactWidget {
  constructor(
    protected readonly links: IKernelLinks,
    private readonly _who: Watcher
  ) {
    super();
    links.currentChanged.connect(this._follow, this);
    this._follow();
  }

  dispose(): void {
    this._sleep();
    Signal.clearData(this);
    super.dispose();
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._wake();
    this.update();
  }

  protected onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    // A panel of a sidebar is attached long before it is shown.
    if (this.isVisible) {
      this._wake();
    }
  }

  protected onBeforeHide(message: Message): void {
    this._sleep();
    super.onBeforeHide(message);
  }

  protected onBeforeDetach(message: Message): void {
    this._sleep();
    super.onBeforeDetach(message);
  }

  private _follow(): void {
    this._link?.changed.disconnect(this._redraw, this);
    this._link = this.links.current;
    this._link?.changed.connect(this._redraw, this);
    this._redraw();
  }

  private _redraw(): void {
    if (this.isVisible && !document.hidden) {
      this.update();
    }
  }

  private _wake(): void {
    this._sleep();
    this._watching = this.links.watch(this._who);
    this._clock = window.setInterval(() => this._redraw(), CLOCK_MS);
  }

  private _sleep(): void {
    window.clearInterval(this._clock);
    this._watching?.dispose();
    this._watching = null;
  }

  private _link: IKernelLink | null = null;
  private _clock = 0;
  private _watching: IDisposable | null = null;
}
