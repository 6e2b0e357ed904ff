import type { Host } from '../host';
import type { IReport, ISample } from '../protocol.generated';
import type { ITranslation } from '../translation';

export const GIB = 2 ** 30;
const LINUX = 'Debian 12';
const MACOS = 'macOS 26.1';
export const EPOCH = '0123456789abcdef0123456789abcdef';

/** English as it stands, with its places filled. */
export const trans: ITranslation = {
  __: (text, ...args) => fill(text, args),
  _n: (one, many, n, ...args) => fill(n === 1 ? one : many, args)
};

function fill(text: string, args: (string | number)[]): string {
  return text.replace(/%(\d)/g, (_, place) => String(args[place - 1]));
}

type Fields = Partial<Omit<ISample, 'run' | 'mem' | 'peak'>> & {
  run?: Partial<ISample['run']>;
  mem?: Partial<ISample['mem']>;
  peak?: Partial<ISample['peak']>;
};

/** A sample on a CPU, half a second after the one before. */
export function makeSample(seq: number, fields: Fields = {}): ISample {
  const { run, mem, peak, ...rest } = fields;
  return {
    v: 2,
    kind: 'sample',
    epoch: EPOCH,
    seq,
    t_mono: 100 + seq / 2,
    t_wall: 1.7e9 + seq / 2,
    phase: 'running',
    period: 0.5,
    slowdown: 1,
    gap_ms: 2,
    cost_us: 250,
    sim: false,
    error: null,
    host: null,
    ...rest,
    run: { n: 1, cell_id: null, execution_count: 7, seconds: seq / 2, ...run },
    mem: {
      rss: GIB,
      system_total: 16 * GIB,
      system_available: 8 * GIB,
      device: 'cpu',
      allocated: null,
      reserved: null,
      driver: null,
      recommended: null,
      limit: null,
      allocated_peak: null,
      ...mem
    },
    peak: { rss: null, allocated: null, driver: null, reserved: null, ...peak }
  };
}

/** What a helper tells that could read nothing else. */
export function makeHost(fields: Partial<Host>): Host {
  return {
    pressure: null,
    swap_used: null,
    compressed: null,
    wired: null,
    app: null,
    cached: null,
    gpu_use: null,
    gpu_own: null,
    gpu_others: [],
    power_w: null,
    footprint: null,
    ...fields
  };
}

/** Nothing is known of the kind of machine. */
const HOST: IReport['host'] = {
  model: null,
  gpu_cores: null,
  metal: null,
  translated: null,
  virtual: null,
  low_power: null,
  thermal: null,
  container: null,
  memory_limit: null
};

/** A report of a Linux machine without an accelerator. */
export function makeReport(fields: Partial<IReport> = {}): IReport {
  return {
    v: 2,
    kind: 'report',
    epoch: EPOCH,
    sim: false,
    os: { system: 'Linux', label: LINUX, version: '6.1.0' },
    host: { ...HOST },
    python: { version: '3.11.2', machine: 'x86_64' },
    kernel: { ipykernel: '6.29.5', ipython: '8.30.0' },
    chip: { name: 'Intel(R) Xeon(R) CPU', threads: 2, cores: [] },
    memory_total: 24 * GIB,
    torch: {
      state: 'loaded',
      version: '2.13.0',
      error: null,
      build: null,
      bad_fork: null
    },
    backends: {
      mps: { built: false, available: false },
      cuda: { built: false, available: false },
      xpu: { built: false, available: false }
    },
    device: 'cpu',
    accelerator: null,
    mps: null,
    cuda: null,
    variables: [],
    fallbacks: null,
    dtypes: null,
    optimizers: null,
    ...fields
  };
}

/** A report of a Mac. */
export function makeMac(fields: Partial<IReport> = {}): IReport {
  return makeReport({
    os: { system: 'Darwin', label: MACOS, version: '26.1' },
    host: { ...HOST, model: 'Mac15,6', gpu_cores: 18, translated: false },
    python: { version: '3.12.8', machine: 'arm64' },
    chip: {
      name: 'Apple M3 Pro',
      threads: 12,
      cores: [
        { name: 'Performance', count: 6 },
        { name: 'Efficiency', count: 6 }
      ]
    },
    memory_total: 36 * GIB,
    backends: {
      mps: { built: true, available: true },
      cuda: { built: false, available: false },
      xpu: { built: false, available: false }
    },
    device: 'mps',
    accelerator: { name: 'Apple M3 Pro', memory: null, cores: 18 },
    ...fields
  });
}

/** Numbers from 0 to 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  const next = (): number =>
    (state = (state * 16807) % 2147483647) / 2147483647;
  // A small seed makes small first numbers.
  Array.from({ length: 5 }, next);
  return next;
}
