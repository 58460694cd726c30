package dev.atelier.server.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.api.openai.ImagesSchema;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Interceptor;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sees every answer before the SDK does and holds it against the published schema: bodies, each
 * event of a stream, and errors.
 */
final class Wire implements Interceptor {
  private final List<Answer> answers = new CopyOnWriteArrayList<>();

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    var answer =
        new Answer(
            chain.request().url().encodedPath(),
            response.code(),
            Optional.ofNullable(response.header("x-atelier-job")),
            Optional.ofNullable(response.header("x-should-retry")),
            Optional.ofNullable(response.header("retry-after")),
            Optional.ofNullable(response.header("content-type")).orElse(""),
            response.peekBody(Long.MAX_VALUE).string());
    answers.add(answer);
    assertThat(response.header("x-request-id")).matches("req_[0-9a-f]{32}");
    answer.assertPublished();
    return response;
  }

  /** Every answer so far, in order. */
  List<Answer> answers() {
    return answers;
  }

  Answer last() {
    return answers.getLast();
  }

  /** One answer as it came. */
  record Answer(
      String path,
      int status,
      Optional<String> job,
      Optional<String> shouldRetry,
      Optional<String> retryAfter,
      String mediaType,
      String body) {

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    List<Event> events() {
      return Event.all(body);
    }

    void assertPublished() {
      if (mediaType.startsWith("text/event-stream")) {
        events().forEach(Event::assertPublished);
      } else if (!mediaType.startsWith("image/")) {
        ImagesSchema.assertValid(shape(), body);
      }
    }

    private String shape() {
      if (status >= 400) {
        return "ErrorResponse";
      }
      if (path.endsWith("/models")) {
        return "ModelList";
      }
      if (path.contains("/models/")) {
        return "Model";
      }
      if (path.contains("/files")) {
        return file();
      }
      if (path.contains("/responses")) {
        return response();
      }
      return body.contains("\"url\":") || body.contains("\"model\":")
          ? "ImagesResponse"
          : "ImagesResponseOurs";
    }

    private String response() {
      if (path.endsWith("/input_items")) {
        return "ResponseInputItemList";
      }
      return json().has("deleted") ? "ResponseDeleted" : "Response";
    }

    private String file() {
      if (json().path("object").stringValue("").equals("list")) {
        return "FileList";
      }
      return json().has("deleted") ? "FileDeleted" : "FileObject";
    }
  }
}
