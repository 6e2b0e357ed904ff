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

interface IBox {
  text: string;
  left: number;
  top: number;
  width: number;
}

/** The names of cells, levels and the peak, by about where they are drawn. */
function labelsOf(container: HTMLElement): IBox[] {
  const found = container.querySelectorAll(
    '.dl-Chart-bands text, .dl-Chart-levels text, .dl-Chart-peak text'
  );
  return Array.from(found, node => {
    const text = node.textContent!;
    const width = text.length * 5.6;
    const [x, y] = ['x', 'y'].map(name => Number(node.getAttribute(name)));
    const isCentred = node.getAttribute('text-anchor') === 'middle';
    return { text, left: isCentred ? x - width / 2 : x, top: y - 9, width };
  });
}

const overlaps = (one: IBox, other: IBox): boolean =>
  one.left < other.left + other.width &&
  other.left < one.left + one.width &&
  Math.abs(one.top - other.top) < 11;

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

  it.each([0.5, 1.5, 2.5, 3.5, 4.5, 5, 5.5, 5.9, 6.2, 7, 8, 10])(
    'puts no label on another, whatever the peak: %d GiB',
    peak => {
      // From four cells down to one, each highest as it begins.
      const runs = [20, 26, 32, 38].map((seq, i) =>
        [0.1, 1.6].map((seconds, late) =>
          makeSample(seq + 3 * late, {
            mem: {
              ...mem(peak - 0.1 * Math.abs(i - 1) - 0.2 * late),
              driver: null
            },
            phase: late ? 'ended' : 'running',
            run: { n: i + 1, cell_id: null, execution_count: i + 1, seconds }
          })
        )
      );
      for (let first = 0; first < runs.length; first++) {
        const boxes = labelsOf(draw(runs.slice(first).flat()));
        expect(boxes.length).toBeGreaterThan(1);
        for (const [i, one] of boxes.entries()) {
          const other = boxes.slice(i + 1).find(box => overlaps(one, box));
          expect(other && [one.text, other.text]).toBeUndefined();
        }
        cleanup();
      }
    }
  );

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
