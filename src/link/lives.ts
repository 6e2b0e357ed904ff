import { ghostOf } from '../model/compare';
import type { IKept } from '../model/course';
import { withVerdict } from '../model/course';
import { History } from '../model/history';
import type { IReport, ISample } from '../model/protocol.generated';
import type { IGhost } from '../model/runs';
import type { IStored } from '../model/stored';

/** Runs of a kernel's earlier lives that are kept. */
const MAX_GHOSTS = 3;

const ghostsOf = (history: History): IGhost[] =>
  history.runs.slice(-MAX_GHOSTS).map(run => ghostOf(history, run));

interface ILife {
  report: IReport | null;
  history: History;
  ghosts: readonly IGhost[];
}

/** What an agent's answer holds. */
export interface IBeginning {
  report: IReport;
  ring: readonly ISample[];
  progress: readonly IKept[] | null;
}

/** What is known of a kernel's process, and what is kept of those before its restarts. */
export class Lives {
  /** @param stored What this page has known of the kernel before a reload. */
  constructor(stored: IStored | null = null) {
    if (stored) {
      const { samples, elsewhere, receivedAtMs } = stored;
      samples.forEach(sample =>
        this.history.add(sample, receivedAtMs, elsewhere.has(sample.run.n))
      );
      this._life.ghosts = stored.ghosts.slice(-MAX_GHOSTS);
    }
  }

  /** The facts, or null before they came. */
  get report(): IReport | null {
    return this._life.report;
  }

  get history(): History {
    return this._life.history;
  }

  /** The last runs before the kernel restarted. */
  get ghosts(): readonly IGhost[] {
    return this._life.ghosts;
  }

  /** What the receipts say; null where they can't be had. They outlive every process. */
  get progress(): readonly IKept[] | null {
    return this._progress;
  }

  /** A check was shown: it has been kept as a receipt before. */
  learn(verdict: IKept): void {
    this._progress = this._progress && withVerdict(this._progress, verdict);
  }

  /** A sample of another process than the last one heard of: that one has gone unseen. */
  meet(epoch: string): void {
    const { latest } = this.history;
    if (this.history.epoch === null && latest && latest.epoch !== epoch) {
      this._leave();
    }
  }

  /** The agent has answered: samples of another epoch are of another process. */
  begin(answer: IBeginning, nowMs: number): void {
    const { report, ring, progress } = answer;
    this._progress = progress ?? this._progress;
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
      ghosts: [...ghosts, ...ghostsOf(history)].slice(-MAX_GHOSTS)
    };
  }

  private _progress: readonly IKept[] | null = null;
  private _life: ILife = { report: null, history: new History(), ghosts: [] };
  /** The life before this one, until this one is heard of. */
  private _last: ILife | null = null;
  private _pastEpoch: string | null = null;
}
