package dev.atelier.server.command;

import dev.atelier.database.SqliteDatabase;
import dev.atelier.server.wiring.MigrationLocations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Makes one picture and ends: what the build runs to train the ahead-of-time cache. Writes the
 * empty database too that a first start copies.
 */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--empty-database", paramLabel = "FILE", description = "where to write it")
  private @Nullable Path emptyDatabase;

  @Override
  public Integer call() throws Exception {
    if (emptyDatabase != null) {
      Files.deleteIfExists(emptyDatabase);
      SqliteDatabase.writeEmpty(emptyDatabase, MigrationLocations.ALL);
    }
    Path file = Files.createTempFile("atelier-warm-up", ".png");
    try (var target = ImageTarget.open(options, Optional.empty(), Optional.empty())) {
      var order =
          new ImageOrder(
              "a red apple on a table",
              Map.of("size", "1024x1024"),
              List.of(),
              Optional.empty(),
              file);
      return new MakeImages(target).all(List.of(order));
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
