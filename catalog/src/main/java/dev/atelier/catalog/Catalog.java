package dev.atelier.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every model this server knows, found by any of its names. */
public final class Catalog {
  private static final List<String> BUILT_IN = List.of("models/gpt-image-2.json");

  private final Map<String, Model> byName = new LinkedHashMap<>();
  private final Model preferred;

  private Catalog(List<Model> models) {
    for (Model model : models) {
      for (String name : model.names()) {
        if (byName.put(name, model) != null) {
          throw new IllegalArgumentException("two models are named " + name);
        }
      }
    }
    this.preferred = models.stream().filter(Model::preferred).findFirst().orElse(models.getFirst());
  }

  /** The models that come with the server. */
  public static Catalog builtIn() {
    return load(Optional.empty());
  }

  /**
   * The built-in models and those of every {@code *.json} in {@code directory}.
   *
   * @throws IllegalArgumentException naming the file, if one is not a model
   */
  public static Catalog load(Optional<Path> directory) {
    var models = new ArrayList<Model>();
    for (String resource : BUILT_IN) {
      models.add(readResource(resource));
    }
    directory.ifPresent(path -> models.addAll(readDirectory(path)));
    return new Catalog(models);
  }

  /** The model with this name or alias, exactly as written. */
  public Optional<Model> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The model of a request that names none. */
  public Model preferred() {
    return preferred;
  }

  /** Every name under which a model can be ordered, in catalogue order. */
  public Collection<String> names() {
    return List.copyOf(byName.keySet());
  }

  private static Model readResource(String resource) {
    try (InputStream in = Catalog.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + resource);
      }
      return ModelFile.read(in).toModel();
    } catch (IOException e) {
      throw new IllegalStateException("unreadable resource " + resource, e);
    }
  }

  private static List<Model> readDirectory(Path directory) {
    var models = new ArrayList<Model>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        models.add(readFile(file));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the model directory " + directory, e);
    }
    return models;
  }

  private static Model readFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return ModelFile.read(in).toModel();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("not a model file: " + file + ": " + e.getMessage(), e);
    }
  }
}
