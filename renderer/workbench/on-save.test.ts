import { expect, test } from 'vitest';
import { createOnSaveStore, onSaveInWords } from './on-save.ts';

function memory(text: string | null = null) {
  const kept = { text };
  const setItem = (_key: string, value: string) => {
    kept.text = value;
  };
  return { getItem: () => kept.text, setItem };
}

test('saving only saves, until the user chooses more, which is kept', () => {
  const storage = memory();
  const store = createOnSaveStore(storage);
  expect(store.getState()).toEqual({ copy: false, run: false });
  store.setState({ run: true });
  expect(createOnSaveStore(storage).getState()).toEqual({ copy: false, run: true });
});

test.each(['', 'null', '{"run":1}', '[]'])('what was kept as %j is no choice', (text) => {
  expect(createOnSaveStore(memory(text)).getState()).toEqual({ copy: false, run: false });
});

test('is told in words while it is on', () => {
  expect([
    onSaveInWords({ copy: false, run: false }),
    onSaveInWords({ copy: true, run: false }),
    onSaveInWords({ copy: false, run: true }),
    onSaveInWords({ copy: true, run: true }),
  ]).toEqual([null, 'on save: copy', 'on save: run', 'on save: copy and run']);
});
