import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Action, ActionAnswer } from '../model/action';
import type { IKept } from '../model/course';
import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import type { IReport, ISample } from '../model/protocol.generated';
import type { IGhost } from '../model/runs';
import { actIfIdle } from './actions';
import type { Answer } from './bootstrap';
import { askForReport } from './bootstrap';
import { Changes } from './changes';
import { Ears } from './ears';
import type { Effect, LinkEvent } from './events';
import type { Broadcast } from './listener';
import { epochOf } from './listener';
import { keepLives, recallLives } from './keptLives';
import { Lives } from './lives';
import { next } from './machine';
import type { IMachine } from './step';
import { BEGINNING, isFree } from './step';
import type { ISurroundings } from './surroundings';
import { isForeign } from './surroundings';

const TICK_MS = 500;

/**
 * What is known of one kernel: it listens on a notebook's own connection and
 * sends nothing but the bootstrap. It never owns the connection.
 */
export class KernelLink implements IDisposable {
  constructor(
    kernel: Kernel.IKernelConnection,
    private readonly _surroundings: ISurroundings
  ) {
    this.kernelId = kernel.id;
    this._machine = { ...BEGINNING, watched: _surroundings.isWatched };
    this._ticker = window.setInterval(() => this._tick(), TICK_MS);
    this._kernel = kernel;
    this._lives = new Lives(recallLives(kernel.id));
    window.addEventListener('pagehide', this._keep);
    this._ears = this._listen(_surroundings.isStarting);
  }

  readonly kernelId: string;

  /** Emitted when anything here has changed. */
  get changed(): ISignal<this, void> {
    return this._changes.signal;
  }

  get state(): LinkState {
    return this._machine.state;
  }

  get report(): IReport | null {
    return this._lives.report;
  }

  get history(): History {
    return this._lives.history;
  }

  /** The last runs before the kernel restarted. */
  get ghosts(): readonly IGhost[] {
    return this._lives.ghosts;
  }

  /** What the receipts say; null where they can't be had. */
  get progress(): readonly IKept[] | null {
    return this._lives.progress;
  }

  /** How many messages bore our name and were none of ours. */
  get malformed(): number {
    return this._malformed;
  }

  /** The connection that is listened on. */
  get connection(): Kernel.IKernelConnection {
    return this._kernel;
  }

  get isFree(): boolean {
    return isFree(this._machine);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Ask for the report again; while a cell runs, when it has ended. */
  refresh(): void {
    this._handle({ type: 'refresh' });
  }

  /** Have the kernel do what a button stands for; nothing is sent unless it is idle. */
  async act(action: Action): Promise<ActionAnswer> {
    const turn = this._turn;
    const answer = await actIfIdle(this._machine, this._kernel, action);
    const found = answer.ok ? answer.found : null;
    if (found?.kind === 'report' && turn === this._turn) {
      this._lives.update(found);
      this._changes.tell();
    }
    return answer;
  }

  /** Say whether anybody looks: nothing is sent while nobody does. */
  setWatched(watched: boolean): void {
    if (watched !== this._machine.watched) {
      this._handle({ type: 'watched', watched });
    }
  }

  /** Go on listening on another connection to the same kernel. */
  moveTo(kernel: Kernel.IKernelConnection): void {
    this._ears.dispose();
    this._kernel = kernel;
    const { running, watched } = this._machine;
    this._machine = { ...BEGINNING, running, watched };
    this._ears = this._listen(false);
  }

  /** Stop listening. The agent stays: other pages may be listening to it. */
  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._keep();
    window.removeEventListener('pagehide', this._keep);
    window.clearInterval(this._ticker);
    this._ears.dispose();
    this._changes.dispose();
    Signal.clearData(this);
  }

  private _listen(isStarting: boolean): Ears {
    const ears = new Ears(this._kernel, {
      event: event => this._handle(event),
      broadcast: broadcast => this._hear(broadcast),
      verdict: verdict => {
        this._lives.learn(verdict);
        this._changes.tell();
      }
    });
    ears.begin(isStarting);
    return ears;
  }

  private _hear(broadcast: Broadcast): void {
    // The last words of a process before its restart may come late: the server keeps them.
    const isLate = this._lives.isPast(epochOf(broadcast));
    if (this._machine.restarting || isLate) {
      return;
    }
    switch (broadcast.kind) {
      case 'sample':
        this._take(broadcast.sample, broadcast.session);
        break;
      case 'report':
        if (this._lives.update(broadcast.report)) {
          this._changes.tell();
        }
        break;
      case 'end':
        // Whoever still looks asks for another agent.
        if (this.report?.epoch === broadcast.epoch) {
          this.refresh();
        }
        break;
      case 'malformed':
        this._malformed += 1;
        this._changes.tell();
        break;
    }
  }

  private _take(sample: ISample, session: string | null): void {
    const { phase, period, error, epoch } = sample;
    const known = this.report?.epoch === epoch;
    const receivedAtMs = Date.now();
    const { hasCell } = this._surroundings;
    const foreign = isForeign(sample, session, this._kernel.clientId, hasCell);
    this._lives.meet(epoch);
    this.history.add(sample, receivedAtMs, foreign);
    this._handle({ type: 'sample', phase, period, error, known, receivedAtMs });
  }

  private _handle(event: LinkEvent): void {
    if (this._isDisposed) {
      return;
    }
    const { machine, effects } = next(this._machine, event);
    this._machine = machine;
    effects.forEach(effect => this._effects[effect]());
    this._changes.tell();
  }

  private _forget(): void {
    this._lives.end();
    this._malformed = 0;
    this._turn += 1;
  }

  private _ask(): void {
    this._turn += 1;
    const turn = this._turn;
    void askForReport(this._kernel, this._surroundings).then(answer => {
      // An answer to an earlier request may belong to a kernel that is gone.
      if (turn === this._turn && !this._isDisposed) {
        this._settle(answer);
      }
    });
  }

  private _settle(answer: Answer): void {
    if (answer.ok) {
      this._lives.begin(answer, Date.now());
    }
    this._handle({ type: 'answer', answer });
  }

  private _tick(): void {
    const { running, unheardSinceMs, asked } = this._machine;
    if (running || unheardSinceMs !== null || asked) {
      this._handle({ type: 'tick', nowMs: Date.now() });
    }
  }

  /** What is known outlives the page in its session storage. */
  private readonly _keep = () => keepLives(this.kernelId, this._lives);
  private readonly _lives: Lives;
  private readonly _effects: Record<Effect, () => void> = {
    forget: () => this._forget(),
    ask: () => this._ask(),
    recall: () => this._lives.recall()
  };
  private readonly _changes = new Changes(this);
  private readonly _ticker: number;
  private _kernel: Kernel.IKernelConnection;
  private _ears: Ears;
  private _machine: IMachine;
  private _malformed = 0;
  private _turn = 0;
  private _isDisposed = false;
}
