import { makeReport, makeSample } from '../../model/__tests__/samples';
import { keepLives, recallLives } from '../keptLives';
import { Lives } from '../lives';

const EPOCH = makeReport().epoch;
const OTHER = 'f'.repeat(32);

afterEach(() => {
  window.sessionStorage.clear();
  jest.restoreAllMocks();
});

/** A kernel that has run a cell. */
function lived(): Lives {
  const lives = new Lives();
  lives.history.add(makeSample(1, { epoch: EPOCH, phase: 'ended' }), 5);
  return lives;
}

const answer = (epoch: string) => ({
  report: makeReport({ epoch }),
  ring: [],
  progress: null
});

it('knows after a reload what it knew before', () => {
  keepLives('k', lived());
  const lives = new Lives(recallLives('k'));
  expect(lives.history.runs).toEqual(lived().history.runs);
  lives.begin(answer(EPOCH), 9);
  expect(lives.history.runs).toHaveLength(1);
  expect(lives.ghosts).toEqual([]);
});

it('is completed from what the agent has kept', () => {
  keepLives('k', lived());
  const lives = new Lives(recallLives('k'));
  const ring = [1, 2, 3].map(seq => makeSample(seq, { epoch: EPOCH }));
  lives.begin({ ...answer(EPOCH), ring }, 9);
  expect(lives.history.samples.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

it('takes what it knew for ghosts where the kernel has restarted unseen', () => {
  keepLives('k', lived());
  const told = new Lives(recallLives('k'));
  told.begin(answer(OTHER), 9);
  const heard = new Lives(recallLives('k'));
  heard.meet(OTHER);
  for (const lives of [told, heard]) {
    expect(lives.history.latest).toBeNull();
    expect(lives.ghosts).toHaveLength(1);
  }
});

it('keeps no more than three kernels, the one just left among them', () => {
  ['a', 'b', 'c', 'd', 'e'].forEach(id => keepLives(id, lived()));
  expect(window.sessionStorage).toHaveLength(3);
  expect(recallLives('e')).not.toBeNull();
});

it('begins anew where there is no storage, or no room in it', () => {
  jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('QuotaExceededError');
  });
  keepLives('k', lived());
  expect(recallLives('k')).toBeNull();
  jest.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new Error('SecurityError');
  });
  expect(recallLives('k')).toBeNull();
});
