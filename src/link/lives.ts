import { History } from '../model/history';
import type { IRun } from '../model/runs';

/** Runs of a kernel's earlier lives that are kept. */
const MAX_GHOSTS = 3;

/** What a kernel has sent in this life, and a shadow of the lives before a restart. */
export class Lives {
  /** What the kernel has sent since it started. */
  get history(): History {
    return this._history;
  }

  /** The last runs before the kernel restarted. */
  get ghosts(): readonly IRun[] {
    return this._ghosts;
  }

  /** Whether an epoch is that of a process before the restart: its last words may come late. */
  isPast(epoch: string | null): boolean {
    return epoch !== null && epoch === this._pastEpoch;
  }

  /** The process has ended or is about to. */
  end(): void {
    const { latest, epoch } = this._history;
    this._pastEpoch = latest?.epoch ?? epoch ?? this._pastEpoch;
    this._bury(null);
    this._history.epoch = null;
  }

  /** A process has answered; samples of another epoch are of another process. */
  begin(epoch: string): void {
    this._bury(epoch);
    this._last = null;
    this._history.epoch = epoch;
  }

  /**
   * The kernel died for good. Where the server first tried to start it again,
   * and no process ever answered, the life before is the evidence.
   */
  recall(): void {
    if (this._last && !this._history.latest) {
      this._history = this._last.history;
      this._ghosts = this._last.ghosts;
      this._last = null;
    }
  }

  private _bury(epoch: string | null): void {
    const { latest, runs } = this._history;
    if (latest && latest.epoch !== epoch) {
      this._last = { history: this._history, ghosts: this._ghosts };
      this._ghosts = [...this._ghosts, ...runs].slice(-MAX_GHOSTS);
      this._history = new History();
    }
  }

  private _history = new History();
  private _ghosts: readonly IRun[] = [];
  private _last: { history: History; ghosts: readonly IRun[] } | null = null;
  private _pastEpoch: string | null = null;
}
