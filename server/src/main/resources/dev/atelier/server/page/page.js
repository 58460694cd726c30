"use strict";
// The first page: sends one request to this server's OpenAI Images API and shows it as code.
const $ = (id) => document.getElementById(id);
const base = location.origin + "/v1";
let tab = "curl";

function order() {
  const body = { model: "gpt-image-2", prompt: $("prompt").value, size: $("size").value };
  for (const [field, id] of [["quality", "quality"], ["output_format", "format"], ["background", "background"]]) {
    const value = $(id).value;
    if (value !== "auto" && value !== "png") body[field] = value;
  }
  return body;
}

const quote = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
const string = (text) => JSON.stringify(text);

const javaOptions = (body) =>
  [["quality", "quality", "Quality"], ["output_format", "outputFormat", "OutputFormat"], ["background", "background", "Background"]]
    .filter(([field]) => body[field])
    .map(([field, setter, type]) => `\n    .${setter}(ImageGenerateParams.${type}.of(${string(body[field])}))`)
    .join("");

const writers = {
  curl: (body) => `curl -s ${base}/images/generations \\
  -H "Authorization: Bearer $ATELIER_KEY" -H "Content-Type: application/json" \\
  -d ${quote(JSON.stringify(body))} \\
  | sed 's/.*"b64_json":"\\([^"]*\\)".*/\\1/' | base64 -d > picture.${body.output_format ?? "png"}`,
  python: (body) => `import base64, os
from openai import OpenAI

client = OpenAI(base_url=${string(base)}, api_key=os.environ["ATELIER_KEY"])
result = client.images.generate(${Object.entries(body).map(([k, v]) => `${k}=${string(v)}`).join(", ")})
open("picture.${body.output_format ?? "png"}", "wb").write(base64.b64decode(result.data[0].b64_json))`,
  node: (body) => `import fs from "node:fs";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: ${string(base)}, apiKey: process.env.ATELIER_KEY });
const result = await client.images.generate(${JSON.stringify(body)});
fs.writeFileSync("picture.${body.output_format ?? "png"}", Buffer.from(result.data[0].b64_json, "base64"));`,
  java: (body) => `OpenAIClient client = OpenAIOkHttpClient.builder()
    .baseUrl(${string(base)}).apiKey(System.getenv("ATELIER_KEY")).build();
ImagesResponse result = client.images().generate(ImageGenerateParams.builder()
    .model(${string(body.model)}).prompt(${string(body.prompt)}).size(${string(body.size)})${javaOptions(body)}
    .build());
byte[] picture = Base64.getDecoder().decode(result.data().get().get(0).b64Json().get());`,
};

function showCode() {
  $("code").textContent = writers[tab](order());
  for (const button of document.querySelectorAll("[data-code]")) {
    button.setAttribute("aria-selected", String(button.dataset.code === tab));
  }
}

function say(text, bad = false) {
  $("status").textContent = text;
  $("status").className = bad ? "bad" : "";
}

async function generate(event) {
  event.preventDefault();
  const key = $("key").value.trim();
  if (!key) return say("Enter a key first: ./atelier keys create prints one.", true);
  sessionStorage.setItem("atelier-key", key);
  $("go").disabled = true;
  const began = performance.now();
  const ticking = setInterval(() => say(`Working … ${Math.round((performance.now() - began) / 1000)} s`), 500);
  try {
    const answer = await fetch(base + "/images/generations", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: "Bearer " + key },
      body: JSON.stringify(order()),
    });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error?.message ?? `HTTP ${answer.status}`);
    show(body, answer.headers.get("x-atelier-engine"), performance.now() - began);
  } catch (problem) {
    say(problem.message, true);
  } finally {
    clearInterval(ticking);
    $("go").disabled = false;
  }
}

function show(body, engine, millis) {
  $("picture").src = `data:image/${body.output_format};base64,${body.data[0].b64_json}`;
  $("picture").alt = $("prompt").value;
  $("caption").textContent =
    `${body.size} ${body.output_format}, quality ${body.quality}, ${body.usage.total_tokens} tokens, ` +
    `made by ${engine ?? "an unknown engine"} in ${(millis / 1000).toFixed(1)} s`;
  $("figure").hidden = false;
  say("");
}

$("key").value = sessionStorage.getItem("atelier-key") ?? "";
$("form").addEventListener("submit", generate);
$("form").addEventListener("input", showCode);
document.querySelectorAll("[data-code]").forEach((button) =>
  button.addEventListener("click", () => { tab = button.dataset.code; showCode(); }));
$("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText($("code").textContent);
  $("copy").textContent = "Copied";
  setTimeout(() => ($("copy").textContent = "Copy"), 1500);
});
showCode();
