import type { ISample } from '../protocol.generated';
import type { IMemoryView } from '../memory';
import { memoryView } from '../memory';
import { GIB, makeHost, makeReport, makeSample, seeded } from './samples';

const MAC: Partial<ISample['mem']> = {
  device: 'mps',
  allocated: 3 * GIB,
  driver: 5 * GIB,
  recommended: 24 * GIB,
  limit: 40 * GIB,
  system_total: 36 * GIB
};

function viewOf(mem: Partial<ISample['mem']>): IMemoryView {
  return memoryView(makeSample(1, { mem }), null);
}

describe('on a Mac', () => {
  it('nests tensors in what Metal holds, of the recommended size', () => {
    expect(viewOf(MAC)).toMatchObject({
      kind: 'accelerator',
      main: 3 * GIB,
      full: 24 * GIB,
      fullIs: 'recommended',
      scale: 40 * GIB,
      parts: [
        { key: 'tensors', bytes: 3 * GIB },
        { key: 'metal', bytes: 2 * GIB }
      ],
      marks: [
        { key: 'recommended', bytes: 24 * GIB, at: 0.6, aboveMachine: false },
        { key: 'limit', bytes: 40 * GIB, at: 1, aboveMachine: true }
      ],
      level: 'calm',
      process: GIB
    });
  });

  it('shows by how much the recommended size is passed', () => {
    const view = viewOf({ ...MAC, allocated: 25 * GIB, driver: 48 * GIB });
    expect(view.scale).toBe(48 * GIB);
    expect(view.level).toBe('over');
    expect(view.marks[0]).toMatchObject({ key: 'recommended', at: 0.5 });
  });

  it('leaves a limit that is far off beyond the end of the bar', () => {
    const view = viewOf({ ...MAC, limit: 240 * GIB });
    expect(view.scale).toBe(24 * GIB);
    expect(view.marks[1]).toMatchObject({ key: 'limit', at: null });
  });

  it('tells what torch keeps from what Metal holds beside it, where torch says', () => {
    expect(viewOf({ ...MAC, reserved: 4.5 * GIB }).parts).toEqual([
      { key: 'tensors', bytes: 3 * GIB },
      { key: 'pool', bytes: 1.5 * GIB },
      { key: 'driver', bytes: 0.5 * GIB }
    ]);
  });

  it('has the word of the system for its memory, if it was read', () => {
    expect(viewOf(MAC).pressure).toBeNull();
    const host = makeHost({ pressure: 'warning', swap_used: GIB });
    expect(
      memoryView(makeSample(1, { mem: MAC }), null, host).pressure
    ).toEqual({ word: 'warning', swap: GIB, compressed: null });
    const silent = memoryView(makeSample(1), null, makeHost({}));
    expect(silent.pressure).toBeNull();
  });

  it('says when it comes near', () => {
    expect(viewOf({ ...MAC, driver: 22 * GIB }).level).toBe('near');
    expect(viewOf({ ...MAC, driver: 21 * GIB }).level).toBe('calm');
  });

  it('never has a negative part', () => {
    expect(viewOf({ ...MAC, driver: 2 * GIB }).parts[1].bytes).toBe(0);
  });
});

it('shows CUDA as tensors in what torch reserved, of the device', () => {
  const view = viewOf({
    device: 'cuda',
    allocated: 2 * GIB,
    reserved: 3 * GIB,
    limit: 24 * GIB,
    system_total: 16 * GIB
  });
  expect(view).toMatchObject({
    fullIs: 'limit',
    full: 24 * GIB,
    parts: [{ key: 'tensors' }, { key: 'pool', bytes: GIB }],
    marks: [{ key: 'limit', at: 1 }]
  });
});

it('shows the process on a CPU', () => {
  expect(viewOf({})).toMatchObject({
    kind: 'process',
    main: GIB,
    full: 16 * GIB,
    fullIs: 'machine',
    parts: [{ key: 'process', bytes: GIB }],
    process: null,
    system: { total: 16 * GIB, available: 8 * GIB }
  });
});

describe('what is not reported', () => {
  it('stays null, and is never 0', () => {
    const view = viewOf({ ...MAC, driver: null, recommended: null });
    expect(view.parts[1].bytes).toBeNull();
    expect(view.fullIs).toBe('limit');
    const nothing = viewOf({ rss: null, system_total: null });
    expect(nothing).toMatchObject({ main: null, full: null, scale: null });
    expect(nothing.parts[0].bytes).toBeNull();
  });

  it('is taken from the report where that knows it', () => {
    const sample = makeSample(1, { mem: { system_total: null } });
    expect(memoryView(sample, makeReport()).full).toBe(24 * GIB);
  });

  it('leaves a bar that can be drawn, whatever is missing or huge', () => {
    const random = seeded(9);
    const bytes = (): number | null =>
      [null, 0, Number.MAX_SAFE_INTEGER, Math.floor(random() * 1e12)][
        Math.floor(random() * 4)
      ];
    const devices = ['cpu', 'cuda', 'mps', 'xpu', null] as const;
    for (let i = 0; i < 3000; i++) {
      const view = viewOf({
        device: devices[Math.floor(random() * 5)],
        rss: bytes(),
        system_total: bytes(),
        allocated: bytes(),
        reserved: bytes(),
        driver: bytes(),
        recommended: bytes(),
        limit: bytes()
      });
      expect(view.scale).not.toBe(0);
      for (const { at } of view.marks) {
        expect(at === null || (at >= 0 && at <= 1)).toBe(true);
      }
      for (const part of view.parts) {
        expect(part.bytes === null || part.bytes >= 0).toBe(true);
      }
    }
  });
});
