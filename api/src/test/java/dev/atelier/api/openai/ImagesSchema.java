package dev.atelier.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The published shapes of the Images API, and its published examples. */
public final class ImagesSchema {
  private static final String ID = "urn:specs:openai-images";
  private static final String TEXT = resource("images.schema.json");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(ID, TEXT)));
  private static final Map<String, Schema> BY_NAME = new ConcurrentHashMap<>();

  private ImagesSchema() {}

  /** Fails unless {@code json} has the published shape of this name. */
  public static void assertValid(String definition, String json) {
    Schema schema =
        BY_NAME.computeIfAbsent(
            definition, name -> REGISTRY.getSchema(SchemaLocation.of(ID + "#/$defs/" + name)));
    assertThat(schema.validate(json, InputFormat.JSON)).as(definition).isEmpty();
  }

  /** Sizes and other vectors that no schema can express. */
  public static JsonNode vectors() {
    return JsonMapper.shared().readTree(TEXT).path("x-vectors");
  }

  static List<Example> examples() {
    return resource("images.examples.txt").lines().map(Example::of).toList();
  }

  /** A published body and the name of its shape. */
  record Example(String definition, String json) {
    static Example of(String line) {
      int space = line.indexOf(' ');
      return new Example(line.substring(0, space), line.substring(space + 1));
    }

    @Override
    public String toString() {
      return definition;
    }
  }

  private static String resource(String name) {
    try (InputStream in = ImagesSchema.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
