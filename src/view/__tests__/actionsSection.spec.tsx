import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { makeReport, trans } from '../../model/__tests__/samples';
import type { ActionAnswer } from '../../model/action';
import type { ITrust } from '../../model/protocol.generated';
import { ActionsSection } from '../actionsSection';
import { createElement } from '../element';

afterEach(cleanup);

const HOSTILE = '<img src=x onerror="alert(1)">';

function trust(fields: Partial<ITrust>): ActionAnswer {
  return {
    ok: true,
    found: {
      v: 1,
      kind: 'trust',
      status: 'agrees',
      device: 'mps:0',
      sim: false,
      seconds: 0.3,
      headline: 'It agrees.',
      remarks: [],
      findings: [],
      issue: null,
      ...fields
    }
  };
}

function draw(
  answer: ActionAnswer,
  fields: Partial<Parameters<typeof ActionsSection>[0]> = {}
) {
  const act = jest.fn(() => Promise.resolve(answer));
  const onCopy = jest.fn();
  const { container } = render(
    <ActionsSection
      report={makeReport()}
      free={true}
      act={act}
      trans={trans}
      onCopy={onCopy}
      {...fields}
    />
  );
  return { act, onCopy, container };
}

const compare = () =>
  screen.getByRole<HTMLButtonElement>('button', { name: /Compare/ });

it('compares on a click and shows what came of it', async () => {
  const { act } = draw(trust({}));
  fireEvent.click(compare());
  await screen.findByText('It agrees.');
  expect(act).toHaveBeenCalledWith('trust');
});

it('sends nothing while the kernel is not idle', () => {
  const { act } = draw(trust({}), { free: false });
  expect(compare().getAttribute('aria-disabled')).toBe('true');
  const reason = compare().getAttribute('aria-describedby') ?? '';
  expect(document.getElementById(reason)?.textContent).toMatch(/has ended/);
  fireEvent.click(compare());
  expect(act).not.toHaveBeenCalled();
});

it('offers a text for an issue where the device differs', async () => {
  const { onCopy } = draw(trust({ status: 'differs', issue: 'the text' }));
  fireEvent.click(compare());
  fireEvent.click(await screen.findByText('Copy a text for an issue'));
  expect(onCopy).toHaveBeenCalledWith('the text');
});

it('draws what a kernel says as text', async () => {
  const answer = trust({ headline: HOSTILE, remarks: [HOSTILE] });
  const { container } = draw(answer);
  fireEvent.click(compare());
  await screen.findAllByText(HOSTILE);
  expect(container.querySelector('img')).toBeNull();
});

it.each([
  ['missing', 'has no devicelab'],
  ['busy', 'not idle'],
  ['cancelled', 'went away'],
  ['error', 'failed inside the kernel'],
  ['invalid', 'failed inside the kernel']
] as const)('says what is wrong: %s', async (reason, words) => {
  const { container } = draw({ ok: false, reason, detail: null });
  fireEvent.click(compare());
  await screen.findByText(new RegExp(words));
  expect(container.textContent).toMatch(/\.$/);
});

it('records fallbacks, says what that changes, and stops', async () => {
  const report = makeReport({
    fallbacks: {
      recording: true,
      ops: [{ op: 'aten::linalg_eig', count: 3, cell: 7 }]
    }
  });
  const { act, container } = draw(trust({}), { report });
  expect(container.textContent).toContain('Each fallback warns now');
  fireEvent.click(screen.getByText('Stop recording fallbacks'));
  await screen.findByText('It agrees.');
  expect(act).toHaveBeenCalledWith('stop-recording');
});
