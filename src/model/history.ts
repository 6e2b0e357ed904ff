import type { ISample } from './protocol.generated';
import type { Quantity } from './quantity';
import { quantityOf } from './quantity';
import type { IRun, IRunRecord } from './runs';
import { beginRun, extendRun, viewRun } from './runs';

/** Samples of the last hour at two a second. */
export const MAX_SAMPLES = 7200;
/** Runs whose numbers are kept. */
export const MAX_RUNS = 200;
const MAX_SECONDS = 3600;

/** What one kernel has sent, bounded in time and number. */
export class History {
  /** Made anew each time the agent starts: when set, samples of another epoch are dropped. */
  epoch: string | null = null;

  /** The samples kept, oldest first. */
  get samples(): readonly ISample[] {
    return this._samples;
  }

  /** The newest sample. */
  get latest(): ISample | null {
    return this._samples[this._samples.length - 1] ?? null;
  }

  /** When the newest sample reached this page, in milliseconds since 1970. */
  get latestReceivedAtMs(): number | null {
    return this._receivedAtMs;
  }

  /** What is drawn of the samples: settled by the newest. */
  get quantity(): Quantity {
    return this.latest ? quantityOf(this.latest) : 'process';
  }

  /** The runs kept, oldest first. */
  get runs(): readonly IRun[] {
    this._views ??= this._runs.map(run => viewRun(run, this.quantity));
    return this._views;
  }

  /**
   * Take in a sample; one of another epoch, or out of order, is dropped. One
   * that reports an error holds no reading: it ends the run and is not kept.
   *
   * @param sample A validated sample.
   * @param receivedAtMs When it reached this page.
   * @param elsewhere Whether its run was started by another page or program.
   */
  add(sample: ISample, receivedAtMs: number, elsewhere = false): void {
    if (this.epoch !== null && sample.epoch !== this.epoch) {
      return;
    }
    if (this.latest && sample.epoch !== this.latest.epoch) {
      // Another agent has another clock: its times can't stand beside these.
      this.clear();
    }
    if (this.latest && !isAfter(sample, this.latest)) {
      return;
    }
    if (sample.phase === 'error') {
      this._endRun();
      return;
    }
    this._addToRuns(sample, elsewhere);
    this._samples.push(sample);
    this._receivedAtMs = receivedAtMs;
    this._views = null;
    this._forget();
  }

  /**
   * Fill in what was sent before this page listened.
   *
   * @param earlier Samples that the agent has kept, validated.
   * @param nowMs When they reached this page.
   */
  complete(earlier: readonly ISample[], nowMs: number): void {
    const known = new Set(this._samples.map(sample => sample.seq));
    const missing = earlier.filter(
      sample => sample.epoch === this.epoch && !known.has(sample.seq)
    );
    if (missing.length === 0) {
      return;
    }
    const elsewhere = new Set(
      this._runs.filter(run => run.elsewhere).map(run => run.n)
    );
    const all = [...missing, ...this._samples].sort((a, b) => a.seq - b.seq);
    const receivedAtMs = this._receivedAtMs ?? nowMs;
    this.clear();
    all.forEach(s => this.add(s, receivedAtMs, elsewhere.has(s.run.n)));
  }

  /** Forget all samples and runs; the epoch stays. */
  clear(): void {
    this._samples = [];
    this._runs = [];
    this._views = null;
    this._receivedAtMs = null;
  }

  private _addToRuns(sample: ISample, elsewhere: boolean): void {
    const run = this._runs[this._runs.length - 1];
    if (run && run.n === sample.run.n) {
      extendRun(run, sample, elsewhere);
      return;
    }
    // The last sample of the run before may have been lost.
    this._endRun();
    this._runs.push(beginRun(sample, this.latest, elsewhere));
  }

  private _endRun(): void {
    const run = this._runs[this._runs.length - 1];
    if (run) {
      run.running = false;
      this._views = null;
    }
  }

  private _forget(): void {
    const oldest = (this.latest?.t_mono ?? 0) - MAX_SECONDS;
    while (
      this._samples.length > MAX_SAMPLES ||
      this._samples[0].t_mono < oldest
    ) {
      this._samples.shift();
    }
    while (this._runs.length > MAX_RUNS) {
      this._runs.shift();
    }
  }

  private _samples: ISample[] = [];
  private _runs: IRunRecord[] = [];
  private _views: IRun[] | null = null;
  private _receivedAtMs: number | null = null;
}

function isAfter(sample: ISample, latest: ISample): boolean {
  return sample.seq > latest.seq && sample.t_mono >= latest.t_mono;
}
