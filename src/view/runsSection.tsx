import * as React from 'react';
import type { History } from '../model/history';
import type { IRun } from '../model/runs';
import type { ITranslation } from '../model/translation';
import { bytesOrNot, changeOrNot, formatSeconds } from '../model/units';
import { CompareChart } from './compareChart';
import { createElement, Fragment } from './element';
import { Section } from './section';
import { Table } from './table';

/** Longer lists are a burden; the newest come first. */
const MOST = 50;
const TWO = 2;

/** The runs of this kernel, of which two can be laid over each other. */
export function RunsSection(props: {
  history: History;
  /** Of the chart, in pixels. */
  height: number;
  trans: ITranslation;
}): JSX.Element {
  const { history, height, trans } = props;
  const [picked, setPicked] = React.useState<readonly number[]>([]);
  const runs = [...history.runs].reverse().slice(0, MOST);
  const chosen = runs.filter(({ n }) => picked.includes(n));
  const pick = (n: number) =>
    setPicked(before =>
      before.includes(n)
        ? before.filter(other => other !== n)
        : [...before, n].slice(-TWO)
    );
  return (
    <>
      <div className="dl-Runs">
        <Section title={trans.__('Cells')} aside={String(history.runs.length)}>
          <p className="dl-Remark">{trans.__('Pick two to compare them.')}</p>
          <ol className="dl-Runs-list">
            {runs.map(run => (
              <li key={run.n}>
                <RunButton
                  run={run}
                  picked={picked.includes(run.n)}
                  trans={trans}
                  onPick={() => pick(run.n)}
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

function Compared(props: {
  history: History;
  height: number;
  runs: IRun[];
  trans: ITranslation;
}): JSX.Element {
  const { history, height, runs, trans } = props;
  return (
    <div className="dl-Compare">
      <Section title={trans.__('Two cells compared')}>
        <CompareChart
          history={history}
          numbers={runs.map(({ n }) => n)}
          height={height}
          trans={trans}
        />
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
      <b>{run.label}</b>
      <span>{formatSeconds(run.seconds)}</span>
      <span>{bytesOrNot(run.peak, trans)}</span>
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
      columns={['', ...each(run => run.label)]}
      rows={[
        [trans.__('time'), ...each(run => formatSeconds(run.seconds))],
        [trans.__('peak'), ...each(run => bytesOrNot(run.peak, trans))],
        [trans.__('change'), ...each(run => changeOrNot(run.change, trans))]
      ]}
    />
  );
}
