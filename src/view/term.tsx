import * as React from 'react';
import type { FigureId, LessonId } from '../model/texts.generated';
import { WRITTEN, figureWords, lessonTitle } from '../model/texts.generated';
import type { ITranslation } from '../model/translation';
import { createElement } from './element';
import { Prose } from './prose';

/** Opens the lesson that teaches something. */
export type Teach = (lesson: LessonId) => void;

/** Set by whoever can open lessons; without it nothing offers to. */
export const Teaching = React.createContext<Teach | null>(null);

/**
 * The name of a figure, which explains itself on a click: one sentence, and the
 * lesson that teaches it. Escape, or leaving it, closes it again.
 */
export function Term(props: {
  figure: FigureId;
  trans: ITranslation;
  /** Where the figure goes by another name. */
  children?: React.ReactNode;
}): JSX.Element {
  const { figure, trans, children } = props;
  const [top, setTop] = React.useState<number | null>(null);
  const id = React.useId();
  const isOpen = top !== null;
  const close = () => setTop(null);
  return (
    <span
      className="dl-Term"
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          close();
        }
      }}
      onKeyDown={event => {
        if (event.key === 'Escape' && isOpen) {
          event.stopPropagation();
          close();
        }
      }}
    >
      <button
        type="button"
        className="dl-Term-name"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={event => setTop(isOpen ? null : below(event.currentTarget))}
      >
        {children ?? figureWords(figure, trans).name}
      </button>
      {isOpen && <Meaning id={id} top={top} figure={figure} trans={trans} />}
    </span>
  );
}

/** The lower end of an element, from the top of the panel. */
function below(element: HTMLElement): number {
  const panel = element.closest('.dl-Panel') ?? document.body;
  const bottom = element.getBoundingClientRect().bottom;
  return bottom - panel.getBoundingClientRect().top;
}

function Meaning(props: {
  id: string;
  top: number;
  figure: FigureId;
  trans: ITranslation;
}): JSX.Element {
  const { id, top, figure, trans } = props;
  const { sentence, lesson } = figureWords(figure, trans);
  const teach = React.useContext(Teaching);
  return (
    <span className="dl-Meaning" id={id} role="note" style={{ top: top + 4 }}>
      <Prose text={sentence} />
      {teach && (
        <button type="button" className="dl-Link" onClick={() => teach(lesson)}>
          {lessonText(lesson, trans)}
        </button>
      )}
    </span>
  );
}

/** A lesson that is not written yet has the page about the panel stand in for it. */
function lessonText(lesson: LessonId, trans: ITranslation): string {
  return WRITTEN.includes(lesson)
    ? trans.__('Module %1: %2', lesson.slice(1), lessonTitle(lesson, trans))
    : trans.__('More about it (module %1 is not written yet)', lesson.slice(1));
}
