/**
 * Monaco with the features that Bramble uses and one language, and its worker. Loaded after the first paint: import it with
 * `import()` only. Monaco's own command palette is left out; the workbench has one.
 */
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/gotoLine/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/suggest/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/unusualLineTerminators/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/languages/definitions/python/register';
import * as monaco from 'monaco-editor/editor';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { codeFontLoaded } from '../design/code-font.ts';
import type { Palette, PaletteName } from '../design/palette.ts';
import { isDark } from '../design/theme.ts';

globalThis.MonacoEnvironment = { getWorker: () => new EditorWorker() };

// Monaco measures its font once; measured before the font came, the cursor would stand beside the text.
void codeFontLoaded().then(() => monaco.editor.remeasureFonts());

// Monaco fetches a language when a text first has it; that text would be seen without colours meanwhile.
await monaco.editor.colorize('', 'python', {});

/** Dresses every editor in the palette. */
export function wearTheme(name: PaletteName, palette: Palette): void {
  monaco.editor.defineTheme('bramble', {
    base: isDark(name) ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: palette.text },
      { token: 'keyword', foreground: palette.codeKeyword },
      { token: 'string', foreground: palette.codeString },
      { token: 'number', foreground: palette.codeNumber },
      { token: 'comment', foreground: palette.muted, fontStyle: 'italic' },
      { token: 'tag', foreground: palette.codeDecorator },
      { token: 'delimiter', foreground: palette.text },
    ],
    colors: editorColours(palette),
  });
  monaco.editor.setTheme('bramble');
  for (const editor of monaco.editor.getEditors()) colourShownLines(editor);
}

/** Further down in a text, it is seen without colours for a moment rather than waited for. */
const mostLinesAtOnce = 2000;

/**
 * Colours what an editor shows now, before it is painted. Monaco colours a text that is new, and each text when the theme changes, in pauses: a frame or
 * more would show it in one colour.
 */
export function colourShownLines(editor: monaco.editor.ICodeEditor): void {
  const model = editor.getModel();
  const lastLine = editor.getVisibleRanges().at(-1)?.endLineNumber ?? 0;
  // It colours the lines before as well, and what it returns is not needed.
  if (model !== null && lastLine > 0 && lastLine <= mostLinesAtOnce) monaco.editor.colorizeModelLine(model, lastLine);
}

/** https://code.visualstudio.com/api/references/theme-color; what is not named is Monaco's own light or dark. */
function editorColours(palette: Palette): Record<string, string> {
  return {
    'editor.background': palette.surface,
    'editor.foreground': palette.text,
    'editorCursor.foreground': palette.accent,
    'editorLineNumber.foreground': palette.muted,
    'editorLineNumber.dimmedForeground': palette.muted,
    'editorLineNumber.activeForeground': palette.text,
    'editor.lineHighlightBackground': palette.background,
    'editor.lineHighlightBorder': '#00000000',
    'editor.selectionBackground': `${palette.focus}44`,
    'editor.inactiveSelectionBackground': `${palette.focus}22`,
    'editorIndentGuide.background1': palette.border,
    'editorIndentGuide.activeBackground1': palette.controlBorder,
    'editorWidget.background': palette.surface,
    'editorWidget.foreground': palette.text,
    'editorWidget.border': palette.border,
    'editorSuggestWidget.background': palette.surface,
    'editorSuggestWidget.selectedBackground': palette.selection,
    'editorSuggestWidget.selectedForeground': palette.text,
    'editorSuggestWidget.highlightForeground': palette.accent,
    'input.background': palette.surface,
    'input.foreground': palette.text,
    'input.border': palette.controlBorder,
    'menu.background': palette.surface,
    'menu.foreground': palette.text,
    'menu.selectionBackground': palette.hover,
    'menu.selectionForeground': palette.text,
    focusBorder: palette.focus,
    'diffEditor.insertedLineBackground': `${palette.run}1c`,
    'diffEditor.insertedTextBackground': `${palette.run}2a`,
    'diffEditor.removedLineBackground': `${palette.stop}1c`,
    'diffEditor.removedTextBackground': `${palette.stop}2a`,
    'scrollbarSlider.background': `${palette.controlBorder}66`,
    'scrollbarSlider.hoverBackground': `${palette.controlBorder}99`,
    'scrollbarSlider.activeBackground': `${palette.controlBorder}cc`,
  };
}

export { monaco };
