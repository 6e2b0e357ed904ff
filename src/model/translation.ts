/**
 * The part of JupyterLab's translation bundle that is used here. Call it on a
 * variable named `trans` with literals: only those are found for translation.
 */
export interface ITranslation {
  __(msgid: string, ...args: (string | number)[]): string;
  _n(
    singular: string,
    plural: string,
    n: number,
    ...args: (string | number)[]
  ): string;
}
