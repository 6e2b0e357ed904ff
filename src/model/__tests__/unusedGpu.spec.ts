import { History } from '../history';
import type { IReport, ISample } from '../protocol.generated';
import { unusedGpu } from '../unusedGpu';
import { makeMac, makeReport, makeSample } from './samples';

type Mem = Partial<ISample['mem']>;

/** A cell that has ended, with one reading for each `mem`. */
function cell(seconds: number, ...mems: Mem[]): History {
  const history = new History();
  mems.forEach((mem, i) => {
    const phase = i === mems.length - 1 ? 'ended' : 'running';
    history.add(makeSample(i + 1, { phase, run: { seconds }, mem }), 1000);
  });
  return history;
}

const mac = (used: boolean | null): IReport =>
  makeMac({
    mps: {
      used,
      detector: 'allocator',
      recommended: null,
      limit: null,
      largest_buffer: null
    }
  });
const CUDA = makeReport({ device: 'cuda' });
const none = { device: 'cuda', allocated: 0, allocated_peak: 0 } as const;

it('names a GPU that a long cell left alone', () => {
  const mps = { device: 'mps', allocated: null } as const;
  expect(unusedGpu(mac(false), cell(6, mps, mps))).toBe('mps');
  expect(unusedGpu(CUDA, cell(6, { device: 'cpu' }, none))).toBe('cuda');
});

it.each<[string, IReport, History]>([
  ['was used', mac(true), cell(6, { device: 'mps', allocated: null })],
  ['may have been', mac(null), cell(6, { device: 'mps', allocated: null })],
  ['held a tensor', CUDA, cell(6, none, { ...none, allocated: 4 })],
  ['once held one', CUDA, cell(6, { ...none, allocated_peak: 4 })],
  ['was not read', CUDA, cell(6, none, { device: null })],
  ['had no long cell', CUDA, cell(4, none)],
  ['is not there', makeReport(), cell(6, { device: 'cpu' })]
])('is silent about a GPU that %s', (_, report, history) => {
  expect(unusedGpu(report, history)).toBeNull();
});
