import { isDone, isPrediction, itemOutcomeText } from '../model/outcome';
import type { IVerdict } from '../model/protocol.generated';
import type { ITranslation } from '../model/translation';
import { createElement, Fragment } from './element';
import { OutcomeGlyph } from './outcomeGlyph';
import { Prose } from './prose';

/** What can be done from a verdict that stands in a notebook. */
export interface IVerdictActions {
  /** Show the next hint below the verdict; null while the kernel is busy. */
  hint: (() => void) | null;
  /** Go to the next exercise that is not done; null when there is none. */
  next: { item: string; go: () => void } | null;
}

/** What a verdict is drawn from. */
export interface IVerdictCardProps {
  verdict: IVerdict;
  /** Null outside a notebook: a console, a copy of the output. */
  actions: IVerdictActions | null;
  trans: ITranslation;
}

/** What one check concluded: a headline, what, why and try, its parts, what to do next. */
export function VerdictCard(props: IVerdictCardProps): JSX.Element {
  const { verdict, trans } = props;
  const { item, title, outcome } = verdict;
  const name = title === '' ? item : `${item} ${title}`;
  return (
    <div className="dl-VerdictCard" data-outcome={outcome}>
      <p className="dl-VerdictCard-head">
        <OutcomeGlyph outcome={outcome} />
        <span>
          {name.endsWith('?') ? name : `${name}:`} {headline(verdict, trans)}
        </span>
      </p>
      <Sentences verdict={verdict} trans={trans} />
      {verdict.picture && <Picture picture={verdict.picture} />}
      <Subchecks verdict={verdict} trans={trans} />
      {remarks(verdict, trans).map(remark => (
        <p className="dl-VerdictCard-quiet" key={remark}>
          <Prose text={remark} />
        </p>
      ))}
      <Actions {...props} />
    </div>
  );
}

/** A pass says on which device it is proved, where that is not the CPU. */
function headline(verdict: IVerdict, trans: ITranslation): string {
  const word = itemOutcomeText(verdict.item, verdict.outcome, trans);
  const { proved_on: device, sim } = verdict;
  const isProof = verdict.outcome === 'passed' && !isPrediction(verdict.item);
  if (!isProof || !device || device === 'cpu') {
    return word;
  }
  return sim
    ? trans.__('%1 on a simulated Mac', word)
    : trans.__('%1 on %2', word, device);
}

interface IPartProps {
  verdict: IVerdict;
  trans: ITranslation;
}

function Sentences(props: IPartProps): JSX.Element {
  const { verdict, trans } = props;
  const told: [string, string | null][] = [
    [trans.__('What'), verdict.what],
    [trans.__('Why'), verdict.why],
    [trans.__('Try'), verdict.try]
  ];
  const said = told.filter(([, text]) => text !== null && text !== '');
  if (isDone(verdict.outcome)) {
    return (
      <p className="dl-VerdictCard-quiet">
        <Prose text={said.map(([, text]) => text).join(' ')} />
      </p>
    );
  }
  return (
    <dl className="dl-VerdictCard-told">
      {said.map(([label, text]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>
            <Prose text={text ?? ''} />
          </dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** What the exercise drew of the answer; the words where no drawing came along. */
function Picture(props: {
  picture: NonNullable<IVerdict['picture']>;
}): JSX.Element {
  const { alt, lines, png } = props.picture;
  return png === null ? (
    <pre className="dl-VerdictCard-words">{[alt, ...lines].join('\n')}</pre>
  ) : (
    <img
      className="dl-VerdictCard-picture"
      alt={alt}
      src={`data:image/png;base64,${png}`}
    />
  );
}

function Subchecks(props: IPartProps): JSX.Element | null {
  const { verdict, trans } = props;
  const { subchecks } = verdict;
  if (subchecks.length < 2) {
    return null;
  }
  const held = subchecks.filter(({ status }) => status === 'passed').length;
  return (
    <details className="dl-VerdictCard-parts">
      <summary>
        {isDone(verdict.outcome)
          ? trans.__('Part by part')
          : trans.__('%1 of %2 held', held, subchecks.length)}
      </summary>
      <ul>
        {subchecks.map(({ name, status }, i) => (
          <li key={i}>
            <OutcomeGlyph outcome={status} />
            <span>
              <Prose text={name} />
              <span className="dl-hidden">: {partText(status, trans)}</span>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function partText(
  status: IVerdict['subchecks'][number]['status'],
  trans: ITranslation
): string {
  const texts: Record<IVerdict['subchecks'][number]['status'], string> = {
    passed: trans.__('held'),
    failed: trans.__('did not hold'),
    skipped: trans.__('not tried')
  };
  return texts[status];
}

/** What must be known beside the verdict: that a device was not real comes first. */
function remarks(verdict: IVerdict, trans: ITranslation): string[] {
  const { sim, rehearsed, note } = verdict;
  return [
    sim && rehearsed
      ? trans.__(
          'This machine has no accelerator, so the device was rehearsed on a simulated Mac: not verified on a real one.'
        )
      : '',
    sim && !rehearsed
      ? trans.__('Simulated Mac: not verified on a real one.')
      : '',
    rehearsed && !sim
      ? trans.__(
          'This machine has no accelerator, so the device was rehearsed: a fake one, on the CPU.'
        )
      : '',
    note ?? ''
  ].filter(remark => remark !== '');
}

function Actions(props: IVerdictCardProps): JSX.Element | null {
  const { verdict, actions, trans } = props;
  const { hints_shown: shown, hints_total: total, outcome } = verdict;
  const isHintWanted =
    (outcome === 'failed' || outcome === 'error') && shown < total;
  if (!actions) {
    return isHintWanted ? (
      <p className="dl-VerdictCard-quiet">
        <Prose
          text={trans.__('Next hint: %1', `\`cp.hint("${verdict.item}")\``)}
        />
      </p>
    ) : null;
  }
  const { hint, next } = actions;
  return (
    <p className="dl-VerdictCard-actions">
      {isHintWanted && (
        <button
          className="dl-Button"
          disabled={hint === null}
          title={
            hint === null ? trans.__('When the cell has ended') : undefined
          }
          onClick={hint ?? undefined}
        >
          {trans.__('Hint %1 of %2', shown + 1, total)}
        </button>
      )}
      {isDone(outcome) && next && (
        <button className="dl-Button" onClick={next.go}>
          {trans.__('Next: %1', next.item)}
        </button>
      )}
    </p>
  );
}
