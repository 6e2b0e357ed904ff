import type { ActionAnswer } from '../model/action';
import type { INotice } from '../model/notice';
import { notice } from '../model/notice';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { Prose } from './prose';

type Refused = Extract<ActionAnswer, { ok: false }>;

/** Why nothing came of a click: what, why, what to do. */
export function Refusal(props: {
  answer: Refused;
  trans: ITranslation;
}): JSX.Element {
  const { what, why, act } = refusalNotice(props.answer, props.trans);
  return (
    <p className="dl-Actions-remark">
      <strong>
        <Prose text={what} />
      </strong>{' '}
      <Prose text={[why, act].filter(part => part !== null).join(' ')} />
    </p>
  );
}

function refusalNotice(answer: Refused, trans: ITranslation): INotice {
  const { reason, detail } = answer;
  switch (reason) {
    case 'missing':
      return notice(
        trans.__('This kernel’s Python has no devicelab.'),
        trans.__('The panel works without it, this check does not.'),
        trans.__('Run `%pip install devicelab` in a cell.'),
        detail
      );
    case 'busy':
      return notice(
        trans.__('The kernel is not idle.'),
        trans.__('Nothing was sent, so nothing of yours waits.'),
        trans.__('Try again when the cell has ended.'),
        detail
      );
    case 'cancelled':
      return notice(
        trans.__('The kernel went away before it could answer.'),
        trans.__('Nothing is known of the check.'),
        trans.__('Try again when the kernel is back.'),
        detail
      );
    case 'error':
    case 'invalid':
      return notice(
        trans.__('The check failed inside the kernel.'),
        detail ?? trans.__('Its answer was not one of devicelab’s.'),
        trans.__('Your variables are untouched.'),
        detail
      );
  }
}
