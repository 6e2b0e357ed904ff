import * as React from 'react';
import type { History } from '../model/history';
import type { IGhost, IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { peakText } from '../model/runText';
import { changeOrNot, formatSeconds } from '../model/units';
import { CompareChart } from './compareChart';
import { createElement, Fragment } from './element';
import { runName } from './runName';
import { Section } from './section';
import { Table } from './table';

/** Longer lists are a burden; the newest come first. */
const MOST = 50;
const TWO = 2;

/** By what a run is known: its clock goes on when its kernel has restarted. */
const keyOf = ({ n, start }: IRun): string => `${n} ${start}`;

/** The runs of this kernel and of those before it, of which two can be laid over each other. */
export function RunsSection(props: {
  history: History;
  /** Runs before a restart, oldest first. */
  ghosts: readonly IGhost[];
  /** Of the chart, in pixels. */
  height: number;
  trans: ITranslation;
}): JSX.Element {
  const { history, ghosts, height, trans } = props;
  const [picked, setPicked] = React.useState<readonly string[]>([]);
  const runs = [...ghosts, ...history.runs].reverse().slice(0, MOST);
  const chosen = runs.filter(run => picked.includes(keyOf(run)));
  const pick = (key: string) =>
    setPicked(before =>
      before.includes(key)
        ? before.filter(other => other !== key)
        : [...before, key].slice(-TWO)
    );
  return (
    <>
      <div className="dl-Runs">
        <Section title={trans.__('Cells')} aside={String(history.runs.length)}>
          <p className="dl-Remark">{trans.__('Pick two to compare them.')}</p>
          <ol className="dl-Runs-list">
            {runs.map(run => (
              <li key={keyOf(run)}>
                <RunButton
                  run={run}
                  picked={picked.includes(keyOf(run))}
                  trans={trans}
                  onPick={() => pick(keyOf(run))}
                />
              </li>
            ))}
          </ol>
        </Section>
      </div>
      {chosen.length === TWO && (
        <Compared
          history={history}
          height={height}
          runs={[...chosen].reverse()}
          trans={trans}
        />
      )}
    </>
  );
}

interface IComparedProps {
  history: History;
  height: number;
  runs: (IRun | IGhost)[];
  trans: ITranslation;
}

function Compared(props: IComparedProps): JSX.Element {
  const { runs, trans } = props;
  const [one, other] = runs;
  return (
    <div className="dl-Compare">
      <Section title={trans.__('Two cells compared')}>
        <CompareChart {...props} />
        {one.quantity !== other.quantity && (
          <p className="dl-Remark">
            {trans.__(
              'Not the same thing: one counts tensors, the other the whole process.'
            )}
          </p>
        )}
        <CompareTable runs={runs} trans={trans} />
      </Section>
    </div>
  );
}

function RunButton(props: {
  run: IRun;
  picked: boolean;
  trans: ITranslation;
  onPick: () => void;
}): JSX.Element {
  const { run, picked, trans, onPick } = props;
  return (
    <button
      type="button"
      className="dl-Runs-run"
      aria-pressed={picked}
      onClick={onPick}
    >
      <b>{runName(run, trans)}</b>
      <span>{formatSeconds(run.seconds)}</span>
      <span>{peakText(run, trans)}</span>
    </button>
  );
}

function CompareTable(props: {
  runs: IRun[];
  trans: ITranslation;
}): JSX.Element {
  const { runs, trans } = props;
  const each = (text: (run: IRun) => string) => runs.map(text);
  return (
    <Table
      label={trans.__('Two cells compared')}
      columns={['', ...each(run => runName(run, trans))]}
      rows={[
        [trans.__('time'), ...each(run => formatSeconds(run.seconds))],
        [trans.__('peak'), ...each(run => peakText(run, trans))],
        [trans.__('change'), ...each(run => changeOrNot(run.change, trans))]
      ]}
    />
  );
}
