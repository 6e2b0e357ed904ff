import type { KernelMessage } from '@jupyterlab/services';
import { makeVerdict } from '../../model/__tests__/verdicts';
import { VERDICT_MIME } from '../../model/course';
import { readProgress, readVerdict } from '../progress';

const reply = (data: unknown) => ({
  user_expressions: {
    progress: { status: 'ok', data: { 'application/json': data } }
  }
});
const message = (type: string, data: unknown) =>
  ({
    header: { msg_type: type },
    content: { data: { [VERDICT_MIME]: data } }
  }) as unknown as KernelMessage.IIOPubMessage;

it('reads what the receipts say, and nothing that is none', () => {
  const kept = { item: 'm1.q1', outcome: 'passed', device: 'mps', sim: true };
  const wrong = [
    null,
    7,
    { ...kept, item: '<img>' },
    { ...kept, outcome: 'won' }
  ];
  expect(readProgress(reply({ items: [...wrong, kept] }))).toEqual([kept]);
  expect(
    readProgress(reply({ items: [{ ...kept, device: '<img>' }] }))
  ).toEqual([{ ...kept, device: null }]);
  expect(readProgress(reply({ items: [{ ...kept, sim: 'yes' }] }))).toEqual([
    { ...kept, sim: false }
  ]);
});

it('tells "none" from "not known"', () => {
  expect(readProgress(reply({ items: [] }))).toEqual([]);
  expect(readProgress(reply({ items: null }))).toBeNull();
  expect(readProgress({ user_expressions: {} })).toBeNull();
  const failed = { progress: { status: 'error', ename: 'ImportError' } };
  expect(readProgress({ user_expressions: failed })).toBeNull();
});

it('is bounded', () => {
  const one = { item: 'm1.q1', outcome: 'failed', device: 'cpu' };
  const many = Array.from({ length: 5000 }, () => one);
  expect(readProgress(reply({ items: many }))).toHaveLength(1000);
});

it('hears a verdict as it is shown, and no other output', () => {
  const verdict = makeVerdict({ item: 'm1.q3', outcome: 'passed' });
  expect(readVerdict(message('display_data', verdict))).toEqual([
    { item: 'm1.q3', outcome: 'passed', device: 'cpu', sim: false }
  ]);
  expect(readVerdict(message('stream', verdict))).toEqual([]);
  expect(readVerdict(message('display_data', { ...verdict, v: 2 }))).toEqual(
    []
  );
});
