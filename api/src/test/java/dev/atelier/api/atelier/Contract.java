package dev.atelier.api.atelier;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.atelier.api.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the published document promises, and whether an answer keeps it. */
final class Contract {
  private static final String ID = "urn:atelier:openapi";
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
  static final JsonNode DOCUMENT = read();
  private static final SchemaRegistry REGISTRY = registry();

  private Contract() {}

  /** Method and template of each operation, such as {@code GET /jobs/{id}}. */
  static Set<String> operations() {
    var operations = new TreeSet<String>();
    for (var path : DOCUMENT.path("paths").properties()) {
      path.getValue().properties().stream()
          .filter(member -> METHODS.contains(member.getKey()))
          .forEach(member ->
              operations.add(member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return operations;
  }

  /** The statuses that an operation may answer with. */
  static Set<String> statuses(String operation) {
    return Set.copyOf(operation(operation).path("responses").propertyNames());
  }

  /** Fails unless this is an answer that the document promises for the operation. */
  static Reply kept(String operation, Reply reply) {
    String as = operation + " " + reply.status() + " " + reply.body();
    String pointer = pointer(operation) + "/responses/" + reply.status();
    JsonNode response = DOCUMENT.at(pointer);
    assertThat(response.isObject()).as(as).isTrue();
    if (response.has("$ref")) {
      pointer = response.path("$ref").stringValue().substring(1);
      response = DOCUMENT.at(pointer);
    }
    if (!response.has("content")) {
      assertThat(reply.body()).as(as).isEmpty();
      return reply;
    }
    String type = reply.header("Content-Type").orElse("none").split(";")[0];
    assertThat(response.path("content").propertyNames()).as(as).contains(type);
    if (type.endsWith("json")) {
      assertValid(pointer + "/content/" + escaped(type) + "/schema", reply.body());
    }
    return reply;
  }

  /** Fails unless {@code json} is what the schema at a JSON pointer says. */
  static void assertValid(String pointer, String json) {
    Schema schema = REGISTRY.getSchema(SchemaLocation.of(ID + "#" + pointer));
    assertThat(schema.validate(json, InputFormat.JSON)).as(pointer + " " + json).isEmpty();
  }

  static void assertInvalid(String pointer, String json) {
    Schema schema = REGISTRY.getSchema(SchemaLocation.of(ID + "#" + pointer));
    assertThat(schema.validate(json, InputFormat.JSON)).as(pointer + " " + json).isNotEmpty();
  }

  /** A published example, with the pointer of its schema. */
  record Example(String schema, JsonNode value) {
    @Override
    public String toString() {
      return schema;
    }
  }

  /** Every example of a JSON body. */
  static List<Example> examples() {
    var examples = new ArrayList<Example>();
    collect(DOCUMENT, "", examples);
    return examples;
  }

  private static void collect(JsonNode node, String pointer, List<Example> examples) {
    if (pointer.matches(".*/application~1(problem\\+)?json")) {
      node.path("examples")
          .forEach(one -> examples.add(new Example(pointer + "/schema", one.path("value"))));
    }
    for (var member : node.properties()) {
      collect(member.getValue(), pointer + "/" + escaped(member.getKey()), examples);
    }
  }

  private static JsonNode operation(String operation) {
    return DOCUMENT.at(pointer(operation));
  }

  private static String pointer(String operation) {
    int space = operation.indexOf(' ');
    return "/paths/"
        + escaped(operation.substring(space + 1))
        + "/"
        + operation.substring(0, space).toLowerCase(Locale.ROOT);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  /** Knows no member that the document does not name. */
  private static SchemaRegistry registry() {
    JsonNode strict = DOCUMENT.deepCopy();
    close(strict.path("components").path("schemas"));
    return SchemaRegistry.withDefaultDialect(
        SpecificationVersion.DRAFT_2020_12,
        builder -> builder.schemas(Map.of(ID, strict.toString())));
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode schema
        && schema.path("properties").isObject()
        && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    node.forEach(Contract::close);
  }

  private static JsonNode read() {
    try (InputStream in = AtelierApi.class.getResourceAsStream("openapi.yaml")) {
      return new YAMLMapper().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
