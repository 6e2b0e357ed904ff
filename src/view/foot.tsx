import { activityText, ageText, costText } from '../model/footText';
import type { History } from '../model/history';
import type { LinkState } from '../model/linkState';
import { isHeard } from '../model/linkState';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { Term } from './term';

/** The last line: what the panel does just now, and what that costs or how old it is. */
export function Foot(props: {
  state: LinkState;
  history: History;
  now: number;
  trans: ITranslation;
}): JSX.Element {
  const { state, history, now, trans } = props;
  const { latest, latestReceivedAtMs } = history;
  const cost = isHeard(state) ? costText(latest, trans) : null;
  const age = ageText(latestReceivedAtMs, now, trans);
  return (
    <div className="dl-Foot">
      <span>{activityText(state, latest, trans)}</span>
      <span>
        {cost === null ? (
          age
        ) : (
          <Term figure="cost" trans={trans}>
            {cost}
          </Term>
        )}
      </span>
    </div>
  );
}
