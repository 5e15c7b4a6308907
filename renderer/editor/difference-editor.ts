/** Monaco's own view of a difference. Import it with `import()` only. */
import 'monaco-editor/features/diffEditor/register';
import { type Disposable, DisposableStore } from '../../app/base/index.ts';
import { codeFontFamily } from '../design/code-font.ts';
import { themeStore } from '../design/theme.ts';
import { monaco, wearTheme } from './monaco.ts';

export interface Difference {
  /** The file's name, for its colours. */
  name: string;
  original: string;
  modified: string;
}

/** Draws into `element` until `dispose`. */
export function showDifference(element: HTMLElement, { name, original, modified }: Difference): Disposable {
  const owned = new DisposableStore();
  wearTheme(themeStore.getState().name, themeStore.getState().palette);
  const language = name.endsWith('.py') ? 'python' : 'plaintext';
  const [before, after] = [original, modified].map((text) => {
    const model = owned.add(monaco.editor.createModel(text, language));
    model.updateOptions({ bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } });
    return model;
  });
  const editor = owned.add(
    monaco.editor.createDiffEditor(element, {
      readOnly: true,
      originalEditable: false,
      automaticLayout: true,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: false,
      fontFamily: codeFontFamily,
      fontSize: 12,
      lineHeight: 18,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      renderOverviewRuler: false,
      lineNumbersMinChars: 3,
      hideUnchangedRegions: { enabled: true },
      originalAriaLabel: `What stands there now in ${name}`,
      modifiedAriaLabel: `What would take its place in ${name}`,
    }),
  );
  if (before === undefined || after === undefined) return owned;
  // Made here to be ended here, first of all: one that the editor makes outlives it, and complains when the texts that it compares go.
  editor.setModel(owned.add(editor.createViewModel({ original: before, modified: after })));
  return owned;
}
