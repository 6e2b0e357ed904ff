/** The parts of the panel that can be folded or left away, by the name under which that is remembered. */
export const SECTIONS = [
  'memory',
  'history',
  'cell',
  'fallbacks',
  'others',
  'environment',
  'course',
  'ghosts',
  'actions',
  'keep',
  'fit',
  'explain'
] as const;

export type SectionId = (typeof SECTIONS)[number];

/** Which parts of the panel are folded away, as far as the user has said. */
export class Folds {
  /** @param stored What was remembered; what is none of it is left out. */
  constructor(
    stored: unknown = null,
    private readonly _keep?: Keep
  ) {
    const found = typeof stored === 'object' && stored !== null ? stored : {};
    for (const id of SECTIONS) {
      const open: unknown = (found as Record<string, unknown>)[id];
      if (typeof open === 'boolean') {
        this._open.set(id, open);
      }
    }
  }

  isOpen(id: SectionId, byDefault: boolean): boolean {
    return this._open.get(id) ?? byDefault;
  }

  set(id: SectionId, open: boolean): void {
    this._open.set(id, open);
    this._keep?.(Object.fromEntries(this._open));
  }

  private readonly _open = new Map<SectionId, boolean>();
}

type Keep = (open: Record<string, boolean>) => void;
