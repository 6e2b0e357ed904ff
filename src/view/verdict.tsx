import * as React from 'react';
import type { IDeviceVerdict } from '../model/deviceVerdict';
import { machineLines } from '../model/deviceVerdict';
import { stateHeadline } from '../model/headlines';
import type { LinkState } from '../model/linkState';
import type { IReport } from '../model/protocol.generated';
import { headlineText } from '../model/texts.generated';
import type { ITranslation } from '../model/translation';
import { Glyph } from './glyph';

/** What the top of the panel needs. */
export interface IVerdictProps {
  state: LinkState;
  report: IReport | null;
  verdict: IDeviceVerdict;
  simulated: boolean;
  trans: ITranslation;
}

/** The top of the panel, always in sight: what the device is, and on which machine. */
export function Verdict(props: IVerdictProps): JSX.Element {
  const { state, report, verdict, trans } = props;
  const own = stateHeadline(state, trans);
  const text = own?.text ?? headlineText(verdict.headline, trans);
  return (
    <header className="dl-Verdict">
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
            <span className="dl-Verdict-device" title={trans.__('Device')}>
              {verdict.device}
            </span>
          )}
        </h2>
        {report &&
          machineLines(report, trans).map((line, i) => (
            <div className="dl-Verdict-machine" key={i}>
              <MachineLine line={line} />
            </div>
          ))}
      </div>
    </header>
  );
}

/** A longer part may break anywhere; a shorter one stays in one piece. */
const PIECE = 24;

function MachineLine(props: { line: string }): JSX.Element {
  const parts = props.line.split(' · ');
  return (
    <>
      {parts.map((part, i) => (
        <React.Fragment key={i}>
          <span className={part.length <= PIECE ? 'dl-nowrap' : undefined}>
            {i < parts.length - 1 ? `${part} ·` : part}
          </span>{' '}
        </React.Fragment>
      ))}
    </>
  );
}
