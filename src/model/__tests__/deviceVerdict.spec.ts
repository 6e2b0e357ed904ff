import { deviceVerdict, machineLines } from '../deviceVerdict';
import { GIB, makeMac, makeReport, makeSample, trans } from './samples';
import { TORCH } from './states';

describe('deviceVerdict', () => {
  it.each([
    ['mps', 'ready', 'apple-gpu'],
    ['cuda', 'ready', 'gpu'],
    ['xpu', 'ready', 'intel-gpu'],
    ['cpu', 'cpu', 'cpu-only']
  ] as const)('reads %s', (device, shape, headline) => {
    expect(deviceVerdict(makeReport({ device }))).toEqual({
      shape,
      headline,
      device
    });
  });

  it('tells the states of torch apart', () => {
    const verdicts = TORCH.map(report => deviceVerdict(report));
    expect(verdicts.map(verdict => verdict.headline)).toEqual([
      'torch-absent',
      'torch-pending',
      'torch-importing',
      'torch-broken'
    ]);
    expect(verdicts.every(verdict => verdict.device === '?')).toBe(true);
    expect(verdicts[3].shape).toBe('bad');
  });

  it('takes an accelerator from a sample that is ahead of the report', () => {
    const mps = makeSample(1, { mem: { device: 'mps' } });
    expect(deviceVerdict(TORCH[1], mps).headline).toBe('apple-gpu');
    expect(deviceVerdict(null, mps).headline).toBe('apple-gpu');
  });

  it('does not take "cpu" in a sample for an imported torch', () => {
    expect(deviceVerdict(TORCH[1], makeSample(1)).headline).toBe(
      'torch-pending'
    );
    expect(deviceVerdict(null, makeSample(1)).headline).toBe('unknown');
    expect(deviceVerdict(null).headline).toBe('unknown');
  });
});

describe('machineLines', () => {
  it('describes a Mac', () => {
    expect(machineLines(makeMac(), trans)).toEqual([
      'M3 Pro · 6P + 6E · 18 GPU cores · 36 GiB',
      'macOS 26.1 · torch 2.13.0 · Python 3.12.8'
    ]);
  });

  it('names an Intel Python and a simulated chip', () => {
    const python = { version: '3.11.9', machine: 'x86_64' };
    const [hardware, software] = machineLines(
      makeMac({ python, sim: true }),
      trans
    );
    expect(hardware).toMatch(/^M3 Pro \(simulated\) ·/);
    expect(software).toMatch(/Python 3\.11\.9 x86_64$/);
  });

  it('describes Linux without and with a GPU', () => {
    expect(machineLines(makeReport(), trans)[0]).toBe(
      'Intel Xeon CPU · 2 threads · 24 GiB'
    );
    const accelerator = { name: 'NVIDIA L4', memory: 22.5 * GIB, cores: null };
    expect(machineLines(makeReport({ accelerator }), trans)[0]).toBe(
      'Intel Xeon CPU · 2 threads · NVIDIA L4 with 22.5 GiB · 24 GiB'
    );
  });

  it('leaves out what was not reported', () => {
    const report = makeReport({
      chip: { name: null, threads: null, cores: [] },
      memory_total: null,
      torch: { ...makeReport().torch, state: 'absent', version: null },
      accelerator: { name: null, memory: null, cores: null }
    });
    expect(machineLines(report, trans)).toEqual(['Debian 12 · Python 3.11.2']);
  });
});
