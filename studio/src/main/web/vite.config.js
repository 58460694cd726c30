import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

// The server hands out names with dots before their endings only.
const chunkFileNames = ({ name }) => `assets/${name.replaceAll(".", "-")}-[hash].js`;

export default defineConfig({
  base: "/studio/",
  plugins: [svelte()],
  build: { target: "es2022", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, rolldownOptions: { output: { chunkFileNames } } },
});
