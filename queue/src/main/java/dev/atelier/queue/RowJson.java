package dev.atelier.queue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.atelier.image.ImageReport;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobFault;
import dev.atelier.image.Quality;
import dev.atelier.image.SizeChoice;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON inside rows, with the version of its form in {@code v}. A sealed type says which case it
 * is in {@code kind}, by the simple name of the record; properties that a later release added are
 * ignored when reading, and a form that changed its meaning gets another version.
 */
final class RowJson {
  private static final int VERSION = 1;
  private static final String PREFIX = "{\"v\":" + VERSION + ",";
  private static final Pattern VERSIONED = Pattern.compile("\\{\"v\":([0-9]{1,9})[,}]");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .changeDefaultPropertyInclusion(
              was -> was.withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .addMixIn(ImageRequest.class, Kind.class)
          .addMixIn(SizeChoice.class, Kind.class)
          .addMixIn(JobFault.class, Kind.class)
          .addMixIn(Quality.class, ByName.class)
          .build();

  private static final Column<ImageRequest> REQUEST = new Column<>(ImageRequest.class);
  private static final Column<JobFault> FAULT = new Column<>(JobFault.class);
  private static final Column<ImageReport> REPORT = new Column<>(ImageReport.class);
  private static final Column<AttemptReport> ATTEMPT = new Column<>(AttemptReport.class);

  private RowJson() {}

  static String write(ImageRequest request) {
    return REQUEST.write(request);
  }

  static String write(JobFault fault) {
    return FAULT.write(fault);
  }

  static String write(ImageReport report) {
    return REPORT.write(report);
  }

  /** An object without some of its members. */
  static String without(String json, Set<String> members) {
    if (members.isEmpty()) {
      return json;
    }
    return MAPPER.readTree(json) instanceof ObjectNode object
        ? object.remove(members).toString()
        : json;
  }

  static String write(AttemptReport report) {
    return ATTEMPT.write(report);
  }

  static AttemptReport attempt(String json) {
    return ATTEMPT.read(json);
  }

  static ImageRequest request(String json) {
    return REQUEST.read(json);
  }

  static JobFault fault(String json) {
    return FAULT.read(json);
  }

  static ImageReport report(String json) {
    return REPORT.read(json);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
  private interface Kind {}

  /** A quality is written by its name, as the formats are. */
  private abstract static class ByName {
    @JsonCreator
    static Quality named(String name) {
      return Quality.named(name);
    }

    @JsonValue
    abstract String name();
  }

  private record Column<T>(ObjectWriter writer, ObjectReader reader) {
    Column(Class<T> type) {
      this(MAPPER.writerFor(type), MAPPER.readerFor(type));
    }

    String write(T value) {
      return PREFIX + writer.writeValueAsString(value).substring(1);
    }

    T read(String json) {
      Matcher version = VERSIONED.matcher(json);
      if (version.lookingAt() && Integer.parseInt(version.group(1)) > VERSION) {
        throw new IllegalStateException("a row is of version " + version.group(1));
      }
      return reader.readValue(json);
    }
  }
}
