package dev.atelier.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is ordered on the command line. */
final class OrderOptions {
  private static final int COUNT_MAX = 10;

  @Parameters(arity = "0..1", paramLabel = "PROMPT")
  private @Nullable String prompt;

  @Option(names = "--size", paramLabel = "WxH", description = "or auto (default)")
  private @Nullable String size;

  @Option(names = "--n", paramLabel = "N", description = "pictures, 1 to 10 (default: 1)")
  private int count = 1;

  @Option(names = "--format", description = "png (default), jpeg or webp")
  private @Nullable String format;

  @Option(
      names = "--quality",
      description = "auto (default), or a level that the model has, such as low or high")
  private @Nullable String quality;

  @Option(names = "--background", description = "auto (default), opaque or transparent")
  private @Nullable String background;

  @Option(names = "--model", description = "default: gpt-image-2")
  private @Nullable String model;

  @Option(names = "--image", paramLabel = "FILE", description = "a picture to edit; repeatable")
  private List<Path> images = new ArrayList<>();

  @Option(names = "--mask", paramLabel = "FILE", description = "transparent where to change")
  private @Nullable Path mask;

  /** The prompt, without which {@code command} can do nothing. */
  String prompt(String command) {
    if (prompt == null || prompt.isBlank()) {
      throw new CommandException(
          ExitCode.USAGE, "a prompt is needed: atelier " + command + " \"three red apples\"");
    }
    return prompt;
  }

  Optional<String> format() {
    return Optional.ofNullable(format);
  }

  List<Path> images() {
    return images;
  }

  Optional<Path> mask() {
    return Optional.ofNullable(mask);
  }

  /**
   * Checked.
   *
   * @param formatWord the format, where it is known
   * @param directory where pictures go
   */
  ImageDefaults defaults(Optional<String> formatWord, Path directory) {
    images.forEach(OrderOptions::requireReadable);
    mask().ifPresent(OrderOptions::requireReadable);
    if (count < 1 || count > COUNT_MAX) {
      throw new CommandException(ExitCode.USAGE, "--n must be 1 to " + COUNT_MAX);
    }
    return new ImageDefaults(
        Optional.ofNullable(model),
        Optional.ofNullable(size),
        Optional.ofNullable(quality),
        Optional.ofNullable(background),
        formatWord,
        count,
        directory);
  }

  private static void requireReadable(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) == 0) {
        throw new CommandException(ExitCode.USAGE, "no such picture: " + file);
      }
    } catch (IOException e) {
      throw new CommandException(ExitCode.USAGE, "cannot read " + file);
    }
  }
}
