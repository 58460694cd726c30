package dev.atelier.server.operations;

import dev.atelier.catalog.Catalog;
import dev.atelier.catalog.Model;
import dev.atelier.image.ImageSize;
import dev.atelier.media.Raster;
import dev.atelier.moderation.classifier.ClassifierPolicy;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.storage.s3.S3Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whether this machine can run the server as it is set up; nothing of it is locked or kept. */
public final class MachineChecks {
  private static final long MEGABYTE = 1 << 20;

  private MachineChecks() {}

  /**
   * @param database whether the rows can be read, which depends on who asks
   */
  public static List<MachineCheck> of(ServerConfig config, MachineCheck database) {
    var checks = new ArrayList<MachineCheck>();
    checks.add(MachineCheck.of("java", () -> System.getProperty("java.vm.version")));
    checks.add(MachineCheck.of("drawing library", MachineChecks::draws));
    if (config.classifier().on()) {
      checks.add(MachineCheck.of("image classifier", ClassifierPolicy::probe));
    }
    checks.add(MachineCheck.of("models", () -> models(config)));
    checks.add(MachineCheck.of("data directory", () -> writes(config)));
    checks.add(database);
    config
        .objectStore()
        .ifPresent(bucket -> checks.add(MachineCheck.of("bucket", () -> S3Check.of(bucket))));
    return checks;
  }

  private static String draws() {
    try (var raster = Raster.blank(new ImageSize(16, 16), true)) {
      return "native library loads";
    }
  }

  private static String models(ServerConfig config) {
    return Catalog.load(config.models()).models().stream()
        .map(Model::id)
        .collect(Collectors.joining(", "));
  }

  private static String writes(ServerConfig config) throws Exception {
    Path directory = Files.createDirectories(config.data());
    Files.delete(Files.createTempFile(directory, "doctor", ".tmp"));
    long free = Files.getFileStore(directory).getUsableSpace();
    if (free < config.results().diskFreeMin()) {
      throw new IllegalStateException("only " + free / MEGABYTE + " MB free in " + directory);
    }
    return directory + ", " + free / MEGABYTE + " MB free";
  }
}
