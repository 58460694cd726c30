// An order as programs write it: through Atelier's own API, and through those that it also speaks.
import { randomId } from "./api.js";

export const LANGUAGES = [
  ["curl", "curl"],
  ["node", "Node"],
  ["python", "Python"],
  ["java", "Java"],
  ["openai", "OpenAI API"],
  ["seaart", "SeaArt API"],
  ["apimart", "APIMart API"],
  ["runware", "Runware API"],
];

const sh = (text) => `'${text.replaceAll("'", "'\\''")}'`;
const json = (value) => JSON.stringify(value, null, 2);
const filled = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== "auto"));

/** What every API can say of an order: a picture is behind a link of its own there. */
function common(order, base) {
  return {
    pictures: (order.images ?? []).map((image) => `${base}/files/LINK-OF-${image.artifact}`),
    transparent: order.background === "transparent" ? "transparent" : undefined,
  };
}

function curl(url, body, key) {
  const repeat = key ? `  -H "Idempotency-Key: ${key}" \\\n` : "";
  return `curl -sS ${url} \\
  -H "Authorization: Bearer $ATELIER_KEY" -H "Content-Type: application/json" \\
${repeat}  -d ${sh(json(body))}`;
}

const WRITERS = {
  curl: (order, base, key) => `${curl(`${base}/api/v1/jobs`, order, key)}
# answers with the job; its pictures have links as soon as it ended:
# curl -sS ${base}/api/v1/jobs/ID -H "Authorization: Bearer $ATELIER_KEY"`,

  node: (order, base, key) => `const at = "${base}/api/v1";
const headers = { Authorization: \`Bearer \${process.env.ATELIER_KEY}\`, "Content-Type": "application/json" };

const answer = await fetch(\`\${at}/jobs\`, {
  method: "POST",
  headers: { ...headers, "Idempotency-Key": "${key}" },
  body: JSON.stringify(${json(order).replaceAll("\n", "\n  ")}),
});
let job = await answer.json();
if (!answer.ok) throw new Error(job.detail);
while (!["succeeded", "failed", "cancelled"].includes(job.state)) {
  await new Promise((resolve) => setTimeout(resolve, 2000));
  job = await (await fetch(\`\${at}/jobs/\${job.id}\`, { headers })).json();
}
console.log(job.images.map((image) => image.url));`,

  python: (order, base, key) => `import json, os, time, urllib.request

AT = "${base}/api/v1"
HEADERS = {"Authorization": f"Bearer {os.environ['ATELIER_KEY']}", "Content-Type": "application/json"}

def call(path, body=None, **more):
    data = json.dumps(body).encode() if body else None
    return json.load(urllib.request.urlopen(urllib.request.Request(AT + path, data, HEADERS | more)))

order = json.loads(r'''${json(order).replaceAll("'''", "'\\u0027\\u0027")}''')
job = call("/jobs", order, **{"Idempotency-Key": "${key}"})
while job["state"] not in ("succeeded", "failed", "cancelled"):
    time.sleep(2)
    job = call("/jobs/" + job["id"])
print([image["url"] for image in job["images"]])`,

  java: (order, base, key) => `// Order.java, for: java Order.java (JDK 25)
import module java.net.http;

static final String AT = "${base}/api/v1";
static final HttpClient CLIENT = HttpClient.newHttpClient();

void main() throws Exception {
  String order = ${JSON.stringify(JSON.stringify(order))};
  String job = call(HttpRequest.newBuilder(URI.create(AT + "/jobs"))
      .header("Idempotency-Key", "${key}")
      .POST(HttpRequest.BodyPublishers.ofString(order)));
  URI status = URI.create(AT + "/jobs/" + texts(job, "id").getFirst());
  while (!Set.of("succeeded", "failed", "cancelled").contains(texts(job, "state").getFirst())) {
    Thread.sleep(2_000);
    job = call(HttpRequest.newBuilder(status));
  }
  IO.println(texts(job, "url"));
}

String call(HttpRequest.Builder request) throws Exception {
  request.header("Authorization", "Bearer " + System.getenv("ATELIER_KEY"));
  request.header("Content-Type", "application/json");
  HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  if (answer.statusCode() >= 300) throw new IllegalStateException(answer.body());
  return answer.body();
}

List<String> texts(String json, String name) {
  return Pattern.compile('"' + name + "\\":\\"(.*?)\\"").matcher(json).results().map(one -> one.group(1)).toList();
}`,

  openai: (order, base, key) => {
    const { pictures, transparent } = common(order, base);
    const fields = filled({
      model: order.model,
      prompt: order.prompt,
      n: order.n,
      size: order.size,
      quality: order.quality,
      output_format: order.format,
      output_compression: order.compression,
      background: transparent ?? order.background,
      moderation: order.moderation,
    });
    return pictures.length
      ? curl(`${base}/v1/images/edits`, { ...fields, images: pictures.map((url) => ({ image_url: url })) }, key)
      : curl(`${base}/v1/images/generations`, fields, key);
  },

  seaart: (order, base, key) => {
    const { pictures } = common(order, base);
    const fields = filled({ prompt: order.prompt, n: order.n, size: order.size, quality: order.quality, output_format: order.format });
    return pictures.length
      ? curl(`${base}/model/v1/queue/gpt_image_2_edit`, { ...fields, images: pictures }, key)
      : curl(`${base}/model/v1/queue/gpt_image_2`, fields, key);
  },

  apimart: (order, base, key) => {
    const { pictures } = common(order, base);
    const fields = filled({ model: "gpt-image-2", prompt: order.prompt, n: order.n, size: order.size, quality: order.quality });
    return curl(`${base}/apimart/v1/images/generations`, pictures.length ? { ...fields, image_urls: pictures } : fields, key);
  },

  runware: (order, base) => {
    const { pictures } = common(order, base);
    const [width, height] = order.size === "auto" ? [1024, 1024] : order.size.split("x").map(Number);
    const task = {
      taskType: "imageInference",
      taskUUID: uuid(),
      model: "openai:gpt-image@2",
      positivePrompt: order.prompt,
      width,
      height,
      numberResults: order.n,
      outputFormat: order.format === "jpeg" ? "JPG" : order.format.toUpperCase(),
    };
    if (pictures.length) task.inputs = { referenceImages: pictures };
    return curl(`${base}/runware/v1`, [task], null);
  },
};

function uuid() {
  const hex = randomId();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** The text of an order in one of these; a new idempotency key each time. */
export function write(language, order, base) {
  return WRITERS[language](order, base, `order-${randomId().slice(0, 12)}`);
}
