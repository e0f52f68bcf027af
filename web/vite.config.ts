import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

// Two apps come out of one build: the clinic desk at / and the parents' app at
// /m/. Only the parents' app works without a line, so only it has a service
// worker; answers of the API are never kept by it.
export default defineConfig({
  build: {
    target: 'es2020',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { desk: resolve(import.meta.dirname, 'index.html'), parent: resolve(import.meta.dirname, 'm/index.html') },
      // What both apps share is called kit, so that the service worker can name it.
      output: { chunkFileNames: (c) => (c.isDynamicEntry ? 'assets/[name]-[hash].js' : 'assets/kit-[hash].js') } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/mobile/v1': 'http://127.0.0.1:8080', '/ws': { target: 'ws://127.0.0.1:8080', ws: true } } },
  plugins: [
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      filename: 'm/sw.js',
      scope: '/m/',
      manifest: false, // stands in public/m: the desk has none
      workbox: {
        globPatterns: ['m/index.html', 'assets/parent-*', 'assets/kit-*', 'assets/*.css', 'icon.svg'],
        // The worker stands in /m/, the files do not; and the server calls m/index.html by its folder.
        modifyURLPrefix: { 'm/index.html': '/m/', 'assets/': '/assets/', icon: '/icon' },
        globIgnores: ['assets/desk-*'],
        dontCacheBustURLsMatching: /^\/assets\//, // named by their hash: the page fetched most of them already
        navigateFallback: '/m/',
        navigateFallbackAllowlist: [/^\/m\//],
        runtimeCaching: [],
      },
    }),
  ],
})
