import { fallbacksIn } from '../fallbacks';
import { History } from '../history';
import type { IReport } from '../protocol.generated';
import { makeMac, makeSample } from './samples';

type Noted = NonNullable<IReport['fallbacks']>;

const OP = { op: 'aten::linalg_eig', count: 3, cell: 7 };

function counted(noted: Noted | null): ReturnType<typeof fallbacksIn> {
  const history = new History();
  // A cell with the number 7.
  history.add(makeSample(1), 1000);
  return fallbacksIn(history.runs[0], makeMac({ fallbacks: noted }));
}

it('counts a cell that was recorded from its beginning, also where nothing fell back', () => {
  const since = { recording: true, since: 7 };
  expect(counted({ ...since, ops: [OP, { ...OP, cell: 6 }] })).toEqual({
    count: 3,
    exact: true
  });
  expect(counted({ ...since, ops: [] })).toEqual({ count: 0, exact: true });
});

it.each([
  ['nobody notes', null],
  ['torch tells only of the first', { recording: false, ops: [] }],
  ['recording began after it', { recording: true, since: 8, ops: [] }],
  ['an older package', { recording: true, ops: [] }],
  [
    'the log is full',
    {
      recording: true,
      since: 1,
      ops: Array.from({ length: 32 }, () => ({ ...OP, cell: 6 }))
    }
  ]
])('claims no 0 where %s', (_, noted) => {
  expect(counted(noted)).toBeNull();
});

it('takes what was noted without recording for the least', () => {
  const noted = { recording: false, ops: [OP] };
  expect(counted(noted)).toEqual({ count: 3, exact: false });
});
