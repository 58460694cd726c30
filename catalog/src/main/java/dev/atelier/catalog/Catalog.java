package dev.atelier.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Every model this server knows, found by the names that each API has for it. */
public final class Catalog {
  private static final List<String> BUILT_IN =
      List.of(
          "models/gpt-image-2.json",
          "models/gpt-image-2.5-flare.json",
          "models/gpt-image-2.5-sunburst.json");

  private final Map<String, Model> byId;
  private final Model preferred;

  private Catalog(List<Model> models) {
    this.byId =
        models.stream()
            .collect(
                Collectors.toMap(
                    Model::id, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    this.preferred =
        models.stream()
            .filter(Model::preferred)
            .reduce((_, later) -> later)
            .orElse(models.getFirst());
  }

  /** The models that come with the server. */
  public static Catalog builtIn() {
    return load(Optional.empty());
  }

  /**
   * The built-in models, with what the {@code *.json}, {@code *.yaml} and {@code *.yml} files of a
   * directory add to them and change in them, in the order of their names.
   *
   * @throws IllegalArgumentException naming the file and the key that is wrong
   */
  public static Catalog load(Optional<Path> directory) {
    var models = new ReadModels();
    BUILT_IN.forEach(resource -> models.add(readResource(resource)));
    directory.map(Catalog::files).orElse(List.of()).forEach(file -> add(models, file));
    return new Catalog(models.models());
  }

  /** The model with this id. */
  public Optional<Model> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The model that callers of an API call so, exactly as written. */
  public Optional<Model> find(Listing listing, String name) {
    return byId.values().stream().filter(model -> model.names(listing).contains(name)).findFirst();
  }

  /** The model of a request that names none; of several that want to be it, the last one read. */
  public Model preferred() {
    return preferred;
  }

  /** Every model, the built-in ones first. */
  public List<Model> models() {
    return List.copyOf(byId.values());
  }

  /** Every name under which a model can be ordered through an API. */
  public List<String> names(Listing listing) {
    return byId.values().stream().flatMap(model -> model.names(listing).stream()).toList();
  }

  private static JsonNode readResource(String resource) {
    try (InputStream in = Catalog.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return JsonMapper.shared().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + resource, e);
    }
  }

  private static List<Path> files(Path directory) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{json,yaml,yml}")) {
      return StreamSupport.stream(files.spliterator(), false).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the model directory " + directory, e);
    }
  }

  private static void add(ReadModels models, Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      models.add(mapper(file).readTree(in));
    } catch (ModelException e) {
      throw new IllegalArgumentException("model file " + file + ": " + e.getMessage(), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "model file " + file + " cannot be read: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the model file " + file, e);
    }
  }

  private static ObjectMapper mapper(Path file) {
    return (file.toString().endsWith(".json") ? JsonMapper.builder() : YAMLMapper.builder())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }
}
