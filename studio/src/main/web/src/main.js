import { mount } from "svelte";
import App from "./App.svelte";
import "./style.css";
import { begin } from "./lib/start.svelte.js";

await begin();
mount(App, { target: document.getElementById("app") });
