// The page about the panel as HTML, for learners who have no notebook of the
// module that a figure's link would open. It lies beside the extension and is
// served with it; pictures are left out, which would be most of the wheel.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { marked } from 'marked';

const OUT = 'lib/docs/panel.html';

export function writePage() {
  const text = readFileSync('docs/panel.md', 'utf8')
    .replace(/^!\[.*\]\(.*\)$/gm, '')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\((?!http)[^)]*\)/g, '$1');
  mkdirSync(dirname(OUT), { recursive: true });
  writeFileSync(
    OUT,
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n' +
      '<title>The device panel</title>\n' +
      '<style>body{max-width:46em;margin:2em auto;padding:0 1em;font:16px/1.5 system-ui}' +
      'td,th{padding:4px 10px 4px 0;text-align:left;vertical-align:top}' +
      ':root{color-scheme:light dark}</style>\n' +
      marked.parse(text) +
      '</html>\n'
  );
}
