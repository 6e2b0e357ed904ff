import { makeSample } from '../../model/__tests__/samples';
import { Lives } from '../lives';

const FIRST = '1'.repeat(32);
const SECOND = '2'.repeat(32);

/** A kernel that has run a cell in its first life. */
function lived(): Lives {
  const lives = new Lives();
  lives.begin(FIRST);
  lives.history.add(makeSample(1, { epoch: FIRST }), 1);
  lives.history.add(makeSample(2, { epoch: FIRST, phase: 'ended' }), 2);
  return lives;
}

it('keeps a shadow of the life before a restart', () => {
  const lives = lived();
  lives.end();
  expect(lives.history.latest).toBeNull();
  expect(lives.ghosts).toHaveLength(1);
  expect(lives.isPast(FIRST)).toBe(true);
  lives.begin(SECOND);
  expect(lives.isPast(SECOND)).toBe(false);
  expect(lives.ghosts).toHaveLength(1);
});

it('brings back the last life when no other came to be', () => {
  const lives = lived();
  // The server tries several times.
  lives.end();
  lives.end();
  lives.recall();
  expect(lives.history.samples).toHaveLength(2);
  expect(lives.ghosts).toHaveLength(0);
});

it('leaves a life that answered in its place', () => {
  const lives = lived();
  lives.end();
  lives.begin(SECOND);
  lives.recall();
  expect(lives.history.latest).toBeNull();
  lives.history.add(makeSample(1, { epoch: SECOND }), 3);
  lives.end();
  lives.recall();
  expect(lives.history.latest?.epoch).toBe(SECOND);
});

it('keeps the newest three runs as ghosts', () => {
  const lives = new Lives();
  for (let n = 1; n <= 5; n++) {
    const epoch = String(n).repeat(32);
    lives.begin(epoch);
    lives.history.add(makeSample(1, { epoch, run: { n } }), n);
    lives.end();
  }
  expect(lives.ghosts.map(run => run.n)).toEqual([3, 4, 5]);
});
