import { makeReport, makeSample } from '../../model/__tests__/samples';
import type { ISample } from '../../model/protocol.generated';
import { Lives } from '../lives';

const FIRST = makeReport().epoch;
const SECOND = 'f'.repeat(32);

function begin(lives: Lives, epoch = FIRST): void {
  lives.begin({ report: makeReport({ epoch }), ring: [], progress: null }, 0);
}

function hear(lives: Lives, samples: ISample[]): void {
  samples.forEach((sample, i) => lives.history.add(sample, i));
}

/** A kernel that has run two cells. */
function lived(): Lives {
  const lives = new Lives();
  begin(lives);
  hear(
    lives,
    [1, 2].map(n => makeSample(n, { epoch: FIRST, run: { n } }))
  );
  return lives;
}

describe('a restart', () => {
  it('leaves the runs as ghosts and nothing else', () => {
    const lives = lived();
    lives.end();
    expect(lives.history.latest).toBeNull();
    expect(lives.report).toBeNull();
    expect(lives.ghosts.map(run => run.n)).toEqual([1, 2]);
    expect(lives.isPast(FIRST)).toBe(true);
    expect(lives.isPast(SECOND)).toBe(false);
  });

  it('that was missed is known by the epoch of the answer', () => {
    const lives = lived();
    begin(lives, SECOND);
    expect(lives.history.latest).toBeNull();
    expect(lives.ghosts.map(run => run.n)).toEqual([1, 2]);
    expect(lives.report?.epoch).toBe(SECOND);
  });

  it('keeps no more than the last three runs', () => {
    const lives = lived();
    lives.end();
    begin(lives, SECOND);
    hear(
      lives,
      [3, 4].map(n => makeSample(n, { epoch: SECOND, run: { n } }))
    );
    lives.end();
    expect(lives.ghosts.map(run => run.n)).toEqual([2, 3, 4]);
  });

  it('takes no report of another process for its own', () => {
    const lives = lived();
    expect(lives.update(makeReport({ epoch: SECOND }))).toBe(false);
    expect(lives.report?.epoch).toBe(FIRST);
  });
});

describe('a death', () => {
  it('after tries to restart of which nothing was heard shows the end of what ran', () => {
    const lives = lived();
    const { history, report } = lives;
    for (let attempt = 0; attempt < 5; attempt++) {
      lives.end();
    }
    lives.recall();
    expect(lives.history).toBe(history);
    expect(lives.report).toBe(report);
    expect(history.latest?.seq).toBe(2);
    // It is not told twice.
    expect(lives.ghosts).toEqual([]);
  });

  it('of a process that has answered is not that of the one before', () => {
    const lives = lived();
    lives.end();
    begin(lives, SECOND);
    lives.end();
    lives.recall();
    expect(lives.history.latest).toBeNull();
    expect(lives.ghosts.map(run => run.n)).toEqual([1, 2]);
  });

  it('without a restart before it changes nothing', () => {
    const lives = lived();
    lives.recall();
    expect(lives.history.latest?.seq).toBe(2);
  });
});
