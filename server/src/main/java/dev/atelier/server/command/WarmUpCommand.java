package dev.atelier.server.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes one picture and ends: what the build runs to train the ahead-of-time cache. */
@Command(name = "warm-up", hidden = true, mixinStandardHelpOptions = true)
final class WarmUpCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Override
  public Integer call() throws Exception {
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
