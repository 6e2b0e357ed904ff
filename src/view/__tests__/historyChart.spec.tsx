import { cleanup, render } from '@testing-library/react';
import { GIB, makeSample, trans } from '../../model/__tests__/samples';
import { History } from '../../model/history';
import type { ISample } from '../../model/protocol.generated';
import { createElement } from '../element';
import { HistoryChart } from '../historyChart';

afterEach(cleanup);

function draw(samples: ISample[], now = 1000): HTMLElement {
  const history = new History();
  samples.forEach(sample => history.add(sample, 1000));
  return render(
    <HistoryChart
      history={history}
      request={{ now, isLive: true, seconds: 300 }}
      height={120}
      trans={trans}
    />
  ).container;
}

const mem = (tensors: number): Partial<ISample['mem']> => ({
  device: 'mps',
  allocated: tensors * GIB,
  driver: (tensors + 1) * GIB,
  recommended: 6 * GIB,
  limit: 90 * GIB
});

const pathOf = (container: HTMLElement, name: string): string =>
  container.querySelector(`.dl-Chart-${name}`)!.getAttribute('d')!;

const count = (text: string, letter: string): number =>
  text.split(letter).length - 1;

describe('HistoryChart', () => {
  it('draws one path a series, cut at gaps', () => {
    const samples = [1, 2, 3, 5, 6].map(seq =>
      makeSample(seq, { mem: mem(4) })
    );
    const container = draw(samples);
    expect(container.querySelectorAll('.dl-Chart-line')).toHaveLength(1);
    expect(container.querySelectorAll('.dl-Chart-area')).toHaveLength(1);
    expect(count(pathOf(container, 'line'), 'M')).toBe(2);
    expect(count(pathOf(container, 'area'), 'M')).toBe(2);
    expect(container.querySelectorAll('.dl-Chart-gaps > rect')).toHaveLength(1);
  });

  it('hatches where nothing could be read, and says so', () => {
    const quiet = draw([makeSample(1, { mem: mem(4) })], 9000);
    expect(quiet.querySelectorAll('.dl-Chart-gaps > rect')).toHaveLength(1);
    expect(quiet.querySelector('.dl-Chart-time')?.textContent).toContain(
      'no reading'
    );
    cleanup();
    const live = draw([makeSample(1, { mem: mem(4) })]);
    expect(live.querySelectorAll('.dl-Chart-gaps > rect')).toHaveLength(0);
  });

  it('labels the peak, the cell and the level that is near', () => {
    const text = draw([
      makeSample(20, { mem: mem(2) }),
      makeSample(21, { mem: mem(5) }),
      makeSample(22, { mem: mem(3) })
    ]).textContent;
    expect(text).toContain('peak 5.0 GiB');
    expect(text).toContain('[7] running');
    expect(text).toContain('recommended 6 GiB');
    expect(text).not.toContain('limit 90 GiB');
  });

  it('draws the process alone on a CPU', () => {
    const container = draw([makeSample(1), makeSample(2)]);
    expect(container.querySelector('.dl-Chart-key')?.textContent).toBe(
      'this process'
    );
    expect(container.querySelector('.dl-Chart-levels')?.textContent).toBe('');
  });

  it('stays within four marks and a path no longer than the width needs', () => {
    const samples = Array.from({ length: 7000 }, (_, i) =>
      makeSample(i + 1, {
        period: 0.05,
        t_mono: 100 + i * 0.042,
        mem: mem(Math.sin(i) + 3)
      })
    );
    const container = draw(samples);
    const axis = container.querySelectorAll('.dl-Chart-axis > g');
    expect(axis.length).toBeLessThanOrEqual(4);
    expect(count(pathOf(container, 'line'), ',')).toBeLessThan(272 * 4.1);
  });
});
