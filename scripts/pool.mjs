const TOKEN = /§(\d+)§/g;
/** Characters of a name, and of its declaration. */
const NAME = 2;
const DECLARATION = 6;

/** The expressions of a generated module: one that stands more than once becomes a constant. */
export class Pool {
  #expressions = [];

  /**
   * @param expression TypeScript, made of what this gave for its parts.
   * @returns What stands for it until `unfold`.
   */
  take(expression) {
    const known = this.#expressions.indexOf(expression);
    const index = known < 0 ? this.#expressions.push(expression) - 1 : known;
    return `§${index}§`;
  }

  /**
   * @param text The rest of the module.
   * @returns The constants, one a line, and then the text.
   */
  unfold(text) {
    const uses = this.#uses(text);
    const names = {};
    const open = part =>
      part.replace(
        TOKEN,
        (_, index) => names[index] ?? open(this.#expressions[index])
      );
    const lines = this.#expressions.flatMap((expression, index) => {
      const whole = open(expression);
      const saved = (uses[index] - 1) * (whole.length - NAME);
      if (saved <= DECLARATION) {
        return [];
      }
      names[index] = `p${index}`;
      return [`const p${index} = ${whole};`];
    });
    return [...lines, '', open(text)].join('\n');
  }

  #uses(text) {
    const uses = this.#expressions.map(() => 0);
    const parts = [text, ...this.#expressions].join();
    for (const [, index] of parts.matchAll(TOKEN)) {
      uses[index] += 1;
    }
    return uses;
  }
}
