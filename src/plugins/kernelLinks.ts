import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { leave } from '../link/farewell';
import { KernelLink } from '../link/kernelLink';
import type { Absence, IKernelLinks, Watcher } from '../tokens';

/** Which kernels are looked at, and when. */
export type Attach = 'shown' | 'panel' | 'course' | 'never';

/** A notebook or console: what runs code in a kernel. */
export interface IKernelUser {
  readonly sessionContext: ISessionContext;
}

/** What is asked of the page about kernels. */
export interface IKernelPage {
  /** A Python kernel that the server says is only starting. */
  isStarting(kernelId: string): boolean;
  /** Whether a notebook on the kernel has a cell of this id. */
  hasCell(kernelId: string, cellId: string): boolean;
  /** Whether a notebook on the kernel has exercises. */
  isOfCourse(kernelId: string): boolean;
  /** All notebooks and consoles. */
  users(): IKernelUser[];
}

/** Follows the notebook or console in use and owns a link for each kernel. */
export class KernelLinks implements IKernelLinks {
  constructor(private readonly _page: IKernelPage) {}

  get current(): KernelLink | null {
    return this._current;
  }

  get absence(): Absence {
    if (!this._user) {
      return 'no-document';
    }
    if (this._attach === 'never') {
      return 'switched-off';
    }
    const isLeftAlone = this._attach === 'course' && !this._isWanted();
    return isLeftAlone ? 'not-course' : 'no-session';
  }

  get currentChanged(): ISignal<this, void> {
    return this._currentChanged;
  }

  /** How many links there are: one a kernel, while a notebook or console is on it. */
  get size(): number {
    return this._links.size;
  }

  watch(who: Watcher): IDisposable {
    this._count(who, 1);
    return new DisposableDelegate(() => this._count(who, -1));
  }

  /** What the settings say: acts at once, and on the kernels that are linked already. */
  set(attach: Attach, pace: number): void {
    const isNew = pace !== this._pace;
    this._attach = attach;
    this._pace = pace;
    this.reconsider();
    if (isNew) {
      this._links.forEach(link => link.refresh());
    }
  }

  /** Follow what is wanted by now: links to kernels that are to be left alone are given up. */
  reconsider(): void {
    if (this._attach === 'never' || this._attach === 'course') {
      this._giveUp();
    }
    this._links.forEach(link => link.setWatched(this._isWatched()));
    this._update();
  }

  /**
   * Turn to another notebook or console.
   *
   * @param user The one in use now; null when the last was closed.
   */
  follow(user: IKernelUser | null): void {
    if (user === this._user) {
      return;
    }
    this._user?.sessionContext.kernelChanged.disconnect(this._update, this);
    this._user?.sessionContext.disposed.disconnect(this._onClosed, this);
    this._user = user;
    user?.sessionContext.kernelChanged.connect(this._update, this);
    user?.sessionContext.disposed.connect(this._onClosed, this);
    this._update();
  }

  private _onClosed(): void {
    this.follow(null);
  }

  private _count(who: Watcher, step: number): void {
    this._watchers[who] += step;
    this._links.forEach(link => link.setWatched(this._isWatched()));
    this._update();
  }

  /** Somebody looks who may have kernels asked. */
  private _isWatched(): boolean {
    const { panel, status } = this._watchers;
    switch (this._attach) {
      case 'shown':
      case 'course':
        return panel + status > 0;
      case 'panel':
        return panel > 0;
      default:
        return false;
    }
  }

  /** The kernel of the notebook in use is one of those to look at. */
  private _isWanted(): boolean {
    const kernel = this._user && liveKernel(this._user);
    return (
      this._attach !== 'course' ||
      (kernel !== null && this._page.isOfCourse(kernel.id))
    );
  }

  private _giveUp(): void {
    this._links.forEach((link, id) => {
      if (this._attach === 'never' || !this._page.isOfCourse(id)) {
        this._links.delete(id);
        this._leaving.add(link);
        leave(link);
      }
    });
  }

  private _update(): void {
    const kernel = this._user ? liveKernel(this._user) : null;
    if (!kernel && this._user && this._user === this._currentUser) {
      if (this._current?.state.name === 'no-kernel') {
        // A kernel that died has no connection left; what is known of it stays in sight.
        return;
      }
    }
    this._currentUser = this._user;
    const link = kernel ? this._linkTo(kernel) : null;
    if (link === this._current && link) {
      return;
    }
    if (this._current && !this._links.has(this._current.kernelId)) {
      // One that leaves goes by itself, when its kernel has heard of it.
      if (!this._leaving.has(this._current)) {
        this._current.dispose();
      }
    }
    this._current = link;
    this._currentChanged.emit();
  }

  /** The kernel's link; none is made for a kernel that nobody has looked at yet. */
  private _linkTo(kernel: Kernel.IKernelConnection): KernelLink | null {
    const known = this._links.get(kernel.id);
    if (known || !this._isWatched() || !this._isWanted()) {
      return known ?? null;
    }
    const link = new KernelLink(kernel, {
      isStarting: this._page.isStarting(kernel.id),
      isWatched: true,
      pace: () => this._pace,
      hasCell: cellId => this._page.hasCell(kernel.id, cellId),
      isOfCourse: () => this._page.isOfCourse(kernel.id)
    });
    this._links.set(kernel.id, link);
    kernel.disposed.connect(this._onReleased, this);
    return link;
  }

  /** The connection is gone; where another notebook has one to this kernel, the link goes on there. */
  private _onReleased(released: Kernel.IKernelConnection): void {
    const link = this._links.get(released.id);
    if (!link || link.connection !== released) {
      return;
    }
    const other = this._page
      .users()
      .map(liveKernel)
      .find(kernel => kernel?.id === released.id);
    if (other) {
      link.moveTo(other);
      other.disposed.connect(this._onReleased, this);
      return;
    }
    this._links.delete(released.id);
    if (link === this._current) {
      this._update();
    } else {
      link.dispose();
    }
  }

  private readonly _currentChanged = new Signal<this, void>(this);
  private readonly _links = new Map<string, KernelLink>();
  /** Given up, each until its kernel is free to hear of it. */
  private readonly _leaving = new WeakSet<KernelLink>();
  private _current: KernelLink | null = null;
  private _user: IKernelUser | null = null;
  /** Whose kernel `_current` is about. */
  private _currentUser: IKernelUser | null = null;
  private readonly _watchers: Record<Watcher, number> = { panel: 0, status: 0 };
  /** Null until the settings are known. */
  private _attach: Attach | null = null;
  private _pace = 1;
}

function liveKernel(user: IKernelUser): Kernel.IKernelConnection | null {
  const kernel = user.sessionContext.session?.kernel;
  return kernel && !kernel.isDisposed ? kernel : null;
}
