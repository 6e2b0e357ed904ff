import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Action, ActionAnswer } from './model/action';
import type { ICourseItem, IKept } from './model/course';
import type { History } from './model/history';
import type { LinkState } from './model/linkState';
import type { IReport } from './model/protocol.generated';
import type { IGhost } from './model/runs';

/** What is known of one kernel. */
export interface IKernelLink {
  /** The kernel's id on the server. */
  readonly kernelId: string;
  /** Emitted when anything here has changed. */
  readonly changed: ISignal<IKernelLink, void>;
  readonly state: LinkState;
  /** The facts, or null before they came. */
  readonly report: IReport | null;
  readonly history: History;
  /** The last runs before the kernel restarted. */
  readonly ghosts: readonly IGhost[];
  /** What the receipts say of the exercises; null where they can't be had. */
  readonly progress: readonly IKept[] | null;
  /** How many messages bore our name and were none of ours. */
  readonly malformed: number;
  /** Ask for the report again; while a cell runs, when it has ended. */
  refresh(): void;
  /** Have the kernel do what a button stands for; nothing is sent unless it is idle. */
  act(action: Action): Promise<ActionAnswer>;
}

/** Who looks: a panel, in the sidebar or the main area, or the status item. */
export type Watcher = 'panel' | 'status';

/** Why there is no link. */
export type Absence =
  'no-document' | 'no-session' | 'switched-off' | 'not-course';

/** The links to kernels, one for each kernel; views only look. */
export interface IKernelLinks {
  /** The link of the notebook or console in use; null where there is none. */
  readonly current: IKernelLink | null;
  /** Why there is no current link. */
  readonly absence: Absence;
  /** Emitted when `current` or `absence` has changed. */
  readonly currentChanged: ISignal<IKernelLinks, void>;
  /** Say that somebody looks, until the result is disposed of: nothing is sent to a kernel while nobody does. */
  watch(who: Watcher): IDisposable;
}

/** Provided by the plugin `devicelab:kernels`. */
export const IKernelLinks = new Token<IKernelLinks>(
  'devicelab:IKernelLinks',
  'Links to the kernels of notebooks and consoles, for views of their device.'
);

/** The exercises of the notebook in use. */
export interface ICourse {
  /** Emitted when anything here has changed. */
  readonly changed: ISignal<ICourse, void>;
  /** In the order of the notebook; empty where it is not one of the course. */
  readonly items: readonly ICourseItem[];
  /** Such as `m1`; null where the notebook has no exercise. */
  readonly module: string | null;
  /** Bring an exercise's check into sight. */
  jump(item: ICourseItem): Promise<void>;
}

/** Provided by the plugin `devicelab:course`. */
export const ICourse = new Token<ICourse>(
  'devicelab:ICourse',
  'The exercises of the notebook in use and how they stand.'
);
