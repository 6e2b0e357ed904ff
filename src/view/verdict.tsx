import type { IDeviceVerdict } from '../model/deviceVerdict';
import { machineLines } from '../model/deviceVerdict';
import { stateHeadline } from '../model/headlines';
import type { LinkState } from '../model/linkState';
import type { IReport } from '../model/protocol.generated';
import type { ICommand } from '../model/rules';
import { headlineText } from '../model/texts.generated';
import type { ITranslation } from '../model/translation';
import type { Copy } from './copyButton';
import { CopyButton } from './copyButton';
import { createElement, Fragment } from './element';
import { Elided } from './elided';
import { Glyph } from './glyph';
import { Term } from './term';

/** What the top of the panel needs. */
export interface IVerdictProps {
  state: LinkState;
  report: IReport | null;
  verdict: IDeviceVerdict;
  simulated: boolean;
  /** What mends it, where there is something to run. */
  fix: ICommand | null;
  trans: ITranslation;
  onCopy?: Copy;
}

/** The top of the panel, always in sight: what the device is, and on which machine. */
export function Verdict(props: IVerdictProps): JSX.Element {
  const { state, report, verdict, fix, trans, onCopy } = props;
  const own = stateHeadline(state, trans);
  const text = own?.text ?? headlineText(verdict.headline, trans);
  return (
    <div className="dl-Verdict">
      {props.simulated && (
        <div className="dl-Verdict-sim">
          {trans.__('Simulated Mac: numbers are a model')}
        </div>
      )}
      <div className="dl-Verdict-body">
        <h2 className="dl-Verdict-line">
          <Glyph shape={own?.shape ?? verdict.shape} />
          <span className="dl-Verdict-text">{text}</span>
          {report && (
            <span className="dl-Verdict-device">
              <Term figure="device" trans={trans}>
                {verdict.device}
              </Term>
            </span>
          )}
        </h2>
        {report &&
          machineLines(report, trans).map((line, i) => (
            <div className="dl-Verdict-machine" key={i}>
              <MachineLine line={line} />
            </div>
          ))}
        {fix && onCopy && (
          <p className="dl-Verdict-fix">
            <CopyButton
              text={fix.lines.join('\n')}
              label={trans._n(
                'Copy command',
                'Copy commands',
                fix.lines.length
              )}
              trans={trans}
              onCopy={onCopy}
            />{' '}
            {fix.place === 'cell'
              ? trans.__('and run it in a cell')
              : trans.__('and run it in a terminal')}
          </p>
        )}
      </div>
    </div>
  );
}

/** A longer part is cut at the end of the line; a shorter one stays in one piece. */
const PIECE = 24;

function MachineLine(props: { line: string }): JSX.Element {
  const parts = props.line.split(' · ');
  return (
    <>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {part.length <= PIECE ? (
            <bdi className="dl-nowrap">{part}</bdi>
          ) : (
            <Elided text={part} />
          )}
          {i < parts.length - 1 ? ' · ' : ''}
        </Fragment>
      ))}
    </>
  );
}
