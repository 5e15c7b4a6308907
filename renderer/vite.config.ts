/** Builds the user interface to dist/renderer. Everything it needs is bundled: the page may load nothing from elsewhere. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  // Relative, so that the same files work from http://127.0.0.1:port/ and from Electron's bramble://.
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    // Monaco's core is one chunk of about 3.4 MB (0.9 MB compressed), loaded after the first paint.
    chunkSizeWarningLimit: 3600,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
