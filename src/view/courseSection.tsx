import type { ICourseItem } from '../model/course';
import { nextItem } from '../model/course';
import { isDone, isPrediction, itemOutcomeText } from '../model/outcome';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { OutcomeGlyph } from './outcomeGlyph';
import { Section } from './section';

/** What the list of exercises is drawn from. */
export interface ICourseSectionProps {
  /** Such as `m1`. */
  module: string;
  items: readonly ICourseItem[];
  /** Go to the exercise's check. */
  onJump: (item: ICourseItem) => void;
  trans: ITranslation;
}

/** The exercises of the notebook in use, each with how it stands; a click goes there. */
export function CourseSection(props: ICourseSectionProps): JSX.Element | null {
  const { items, trans, onJump } = props;
  if (items.length === 0) {
    return null;
  }
  const done = items.filter(({ outcome }) => isDone(outcome)).length;
  const next = nextItem(items);
  return (
    <Section
      id="course"
      title={trans.__('Module %1', props.module.replace(/^m/, ''))}
      aside={trans.__('%1 of %2', done, items.length)}
    >
      <progress
        className="dl-Course-bar"
        aria-label={trans.__('Exercises done')}
        max={items.length}
        value={done}
      />
      <ol className="dl-Course-list">
        {items.map(item => (
          <li key={item.item}>
            <button className="dl-Course-item" onClick={() => onJump(item)}>
              <OutcomeGlyph outcome={item.outcome} />
              <span className="dl-Course-title" title={named(item, trans)}>
                {named(item, trans)}
              </span>
              <span
                className={
                  isUntouched(item, next) ? 'dl-hidden' : 'dl-Course-state'
                }
              >
                {stateText(item, item === next, trans)}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** A prediction stands under no heading of its own. */
function named({ item, title }: ICourseItem, trans: ITranslation): string {
  return title ?? (isPrediction(item) ? trans.__('Your prediction') : item);
}

/** A ring alone says that nothing was tried; the word is for those who cannot see it. */
function isUntouched(item: ICourseItem, next: ICourseItem | null): boolean {
  return item.outcome === 'unattempted' && item !== next;
}

/** The device of a pass says more than the word, which the tick says already. */
function stateText(
  item: ICourseItem,
  isNext: boolean,
  trans: ITranslation
): string {
  const isProof = item.outcome === 'passed' && !isPrediction(item.item);
  if (isProof && item.device !== null) {
    return item.sim ? trans.__('simulated Mac') : item.device;
  }
  return isNext && item.outcome === 'unattempted'
    ? trans.__('next')
    : itemOutcomeText(item.item, item.outcome, trans);
}
