package dev.atelier.server.acceptance;

import static dev.atelier.server.acceptance.SdkClient.small;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.openai.models.images.ImageGenerateParams.OutputFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One line for each request, with what an operator needs and nothing a caller confided. */
@ExtendWith(SharedServer.class)
class AccessLogTest {
  private static final String SECRET = "the unreleased teapot";

  private final Logger log = (Logger) LoggerFactory.getLogger("access");
  private final Lines lines = new Lines();

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void leave() {
    log.detachAppender(lines);
  }

  @Test
  void a_line_tells_what_happened_and_no_prompt(LiveServer server) {
    try (var sdk = server.sdk()) {
      sdk.generate(small(SECRET).outputFormat(OutputFormat.JPEG));
      String job = sdk.wire().last().job().orElseThrow();

      JsonNode line = lines.awaitWith("job", job);
      assertThat(line.path("method").stringValue()).isEqualTo("POST");
      assertThat(line.path("route").stringValue()).isEqualTo("/v1/images/generations");
      assertThat(line.path("status").intValue()).isEqualTo(200);
      assertThat(line.path("request").stringValue()).startsWith("req_");
      assertThat(line.path("millis").isIntegralNumber()).isTrue();
      assertThat(line.path("size").stringValue()).isEqualTo("1024x640");
      assertThat(line.path("usage").intValue()).isGreaterThan(107);
      assertNothingConfided();
    }
  }

  @Test
  void a_refusal_is_logged_by_its_code(LiveServer server) {
    server.postJson("/v1/images/generations", "{\"prompt\":\"" + SECRET + "\",\"size\":\"1x1\"}");
    server.postJson("/v1/images/generations", "{\"prompt\":\"" + SECRET + "\",");

    await()
        .until(
            () -> lines.all.stream().filter(line -> line.contains("\"status\":400")).count() >= 2);
    assertThat(lines.awaitWith("error", "invalid_value").path("status").intValue()).isEqualTo(400);
    assertNothingConfided();
  }

  private void assertNothingConfided() {
    assertThat(lines.all)
        .allSatisfy(
            line -> assertThat(line).doesNotContain("teapot").doesNotContain(LiveServer.ADMIN_KEY));
  }

  /** Collects the lines as they are logged. */
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      all.add(event.getFormattedMessage());
    }

    /** The line with this value; it comes shortly after its answer. */
    JsonNode awaitWith(String name, String value) {
      return await()
          .until(
              () ->
                  all.stream()
                      .map(JsonMapper.shared()::readTree)
                      .filter(line -> line.path(name).asString("").equals(value))
                      .findFirst(),
              Optional::isPresent)
          .orElseThrow();
    }
  }
}
