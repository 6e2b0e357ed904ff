import { formatDuration, ratioText } from '../timing';
import { trans } from './samples';

const ROW = {
  side: 64,
  rounds: 100,
  first: 2e-3,
  second: 1e-3,
  ratio: 2,
  low: 1.9,
  high: 2.1,
  noisy: false
};

it.each([
  [2, '2.0 s'],
  [0.123, '123 ms'],
  [0.00123, '1.2 ms'],
  [0.0000564, '56 µs']
])('writes %d seconds as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it.each([
  [{}, ['cpu', 'mps'], 'mps is 2.0× faster than the CPU'],
  [{ ratio: 0.25 }, ['cpu', 'mps'], 'the CPU is 4.0× faster than mps'],
  [{}, ['one', 'all'], 'all threads are 2.0× faster than one'],
  [{ ratio: 0.5 }, ['one', 'all'], 'one thread is 2.0× faster than all'],
  [{ ratio: 1.05 }, ['cpu', 'mps'], 'no difference worth naming'],
  [{ ratio: 9, noisy: true }, ['cpu', 'mps'], 'too noisy to say']
])('of %j says for %j: %s', (fields, pair, word) => {
  expect(ratioText({ ...ROW, ...fields }, pair, trans).word).toBe(word);
});
