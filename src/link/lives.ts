import { History } from '../model/history';
import type { IReport, ISample } from '../model/protocol.generated';
import type { IRun } from '../model/runs';

/** Runs of a kernel's earlier lives that are kept. */
const MAX_GHOSTS = 3;

interface ILife {
  report: IReport | null;
  history: History;
  ghosts: readonly IRun[];
}

/** What is known of a kernel's process, and what is kept of those before its restarts. */
export class Lives {
  /** The facts, or null before they came. */
  get report(): IReport | null {
    return this._life.report;
  }

  get history(): History {
    return this._life.history;
  }

  /** The last runs before the kernel restarted. */
  get ghosts(): readonly IRun[] {
    return this._life.ghosts;
  }

  /** The agent has answered: samples of another epoch are of another process. */
  begin(report: IReport, ring: readonly ISample[], nowMs: number): void {
    const { latest } = this.history;
    if (latest && latest.epoch !== report.epoch) {
      this._leave();
    }
    this._last = null;
    this._life.report = report;
    this.history.epoch = report.epoch;
    this.history.complete(ring, nowMs);
  }

  /** A report sent by itself says what has changed; it can't stand for another agent's. */
  update(report: IReport): boolean {
    const holds = !this.report || this.report.epoch === report.epoch;
    if (holds) {
      this._life.report = report;
    }
    return holds;
  }

  /** The kernel restarts: of its runs a shadow is kept. */
  end(): void {
    const { latest, epoch } = this.history;
    this._pastEpoch = latest?.epoch ?? epoch ?? this._pastEpoch;
    if (latest) {
      this._leave();
    }
    this._life.report = null;
    this.history.epoch = null;
  }

  /**
   * The kernel died for good. The server tells that of no kernel before it has
   * tried to restart it: where nothing was heard from any of these tries, what
   * came before them is how it ended.
   */
  recall(): void {
    if (this._last && !this.history.latest) {
      this._life = this._last;
      this._last = null;
    }
  }

  /** Whether it is the epoch of a process that is gone. */
  isPast(epoch: string | null): boolean {
    return epoch !== null && epoch === this._pastEpoch;
  }

  private _leave(): void {
    const { history, ghosts } = this._life;
    this._last = { ...this._life };
    this._life = {
      report: null,
      history: new History(),
      ghosts: [...ghosts, ...history.runs].slice(-MAX_GHOSTS)
    };
  }

  private _life: ILife = { report: null, history: new History(), ghosts: [] };
  /** The life before this one, until this one is heard of. */
  private _last: ILife | null = null;
  private _pastEpoch: string | null = null;
}
