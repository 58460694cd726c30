package dev.atelier.moderation.remote;

import dev.atelier.http.upstream.LocalFile;
import dev.atelier.http.upstream.LocalSourceException;
import dev.atelier.http.upstream.UpstreamBody;
import dev.atelier.http.upstream.UpstreamClient;
import dev.atelier.http.upstream.UpstreamRequest;
import dev.atelier.http.upstream.UpstreamResponse;
import dev.atelier.http.upstream.UpstreamTimeouts;
import dev.atelier.http.wire.FieldSpool;
import dev.atelier.http.wire.JsonLimits;
import dev.atelier.http.wire.JsonReader;
import dev.atelier.http.wire.JsonWriterStream;
import dev.atelier.image.AdmissionFault;
import dev.atelier.image.FaultException;
import dev.atelier.image.ModerationLevel;
import dev.atelier.image.Prompt;
import dev.atelier.moderation.Finding;
import dev.atelier.moderation.ImagePolicy;
import dev.atelier.moderation.JudgedPicture;
import dev.atelier.moderation.ModerationContext;
import dev.atelier.moderation.PromptPolicy;
import dev.atelier.moderation.WhenAway;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server with OpenAI's moderations API. Pictures are sent as data URLs, streamed from disk.
 * Whatever comes that is no whole answer of that API means that nothing was judged.
 */
public final class RemotePolicy implements PromptPolicy, ImagePolicy {
  private static final Logger LOG = LoggerFactory.getLogger(RemotePolicy.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final int BLOCK_BYTES = 16 << 10;

  private final UpstreamClient client;
  private final RemoteSettings settings;
  private final ReadAnswer read;

  /**
   * @param client the caller's to close
   */
  public RemotePolicy(UpstreamClient client, RemoteSettings settings) {
    this.client = client;
    this.settings = settings;
    this.read = new ReadAnswer(settings.thresholds(), name());
  }

  @Override
  public List<String> checks(ModerationContext context) {
    return List.of(name());
  }

  @Override
  public WhenAway whenAway() {
    return settings.whenAway();
  }

  @Override
  public List<Finding> check(Prompt prompt, ModerationContext context) {
    try {
      return ask(json -> json.field("input", prompt.text()), context.level());
    } catch (LocalSourceException e) {
      throw new IllegalStateException("a prompt is no file", e);
    }
  }

  @Override
  public List<Finding> check(JudgedPicture picture, ModerationContext context) throws IOException {
    LocalFile file = () -> Files.newInputStream(picture.file());
    return ask(json -> write(picture, file, json), context.level());
  }

  private static void write(JudgedPicture picture, LocalFile file, JsonWriterStream json)
      throws IOException {
    json.name("input").beginArray().beginObject();
    json.field("type", "image_url").name("image_url").beginObject().name("url");
    try (InputStream in = file.source()) {
      json.dataUrl(picture.mediaType(), in);
    }
    json.endObject().endObject().endArray();
  }

  private List<Finding> ask(Input input, ModerationLevel level) throws LocalSourceException {
    try {
      return client
          .call(request(input), timeouts(), response -> read(response, level))
          .orElseThrow(this::unjudged);
    } catch (LocalSourceException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("moderation at {}: {}", settings.endpoint().getHost(), e.getMessage());
      throw unjudged();
    }
  }

  private Optional<List<Finding>> read(UpstreamResponse response, ModerationLevel level)
      throws IOException {
    if (response.status() != 200) {
      LOG.warn("moderation at {}: status {}", settings.endpoint().getHost(), response.status());
      return Optional.empty();
    }
    var answer = JsonReader.parse(response.body(), JsonLimits.DEFAULT, FieldSpool.NONE);
    Optional<List<Finding>> findings = read.findings(answer, level);
    if (findings.isEmpty()) {
      LOG.warn("moderation at {}: the answer is none", settings.endpoint().getHost());
    }
    return findings;
  }

  private UpstreamRequest request(Input input) {
    UpstreamBody body = UpstreamBody.streamedJson(out -> write(input, out));
    UpstreamRequest request =
        UpstreamRequest.post(settings.endpoint(), body).header("Accept", "application/json");
    return settings
        .key()
        .map(key -> request.header("Authorization", "Bearer " + key))
        .orElse(request);
  }

  private void write(Input input, OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BLOCK_BYTES);
    var json = new JsonWriterStream(buffered);
    json.beginObject().field("model", settings.model());
    input.writeTo(json);
    json.endObject();
    buffered.flush();
  }

  private UpstreamTimeouts timeouts() {
    Duration all = settings.timeout();
    Duration connect = all.compareTo(CONNECT_MAX) < 0 ? all : CONNECT_MAX;
    return new UpstreamTimeouts(connect, all, all, all);
  }

  private String name() {
    return settings.model();
  }

  private FaultException unjudged() {
    return new FaultException(
        new AdmissionFault.Unavailable("moderation cannot be asked now", RETRY_AFTER));
  }

  /** What is asked about. */
  @FunctionalInterface
  private interface Input {
    void writeTo(JsonWriterStream json) throws IOException;
  }
}
