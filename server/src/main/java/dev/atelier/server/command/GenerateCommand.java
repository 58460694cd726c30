package dev.atelier.server.command;

import dev.atelier.image.OutputFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code atelier generate}: pictures from the command line, through a server if one is named, else
 * through one that lives only as long as the command.
 */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = {
      "Make pictures from a prompt, or from pictures with --image.",
      "Through --server or ATELIER_URL (with ATELIER_KEY), else in this process, offline."
    })
final class GenerateCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

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

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "file, or directory with --from (default: picture.FORMAT)")
  private @Nullable Path output;

  @Option(
      names = "--from",
      paramLabel = "JSONL",
      description = "one {\"prompt\": …, \"size\": …, \"output\": …} per line")
  private @Nullable Path from;

  @Option(names = "--server", paramLabel = "URL", description = "an Atelier server")
  private @Nullable URI server;

  @Option(names = "--key", paramLabel = "KEY", description = "default: ATELIER_KEY")
  private @Nullable String key;

  @Override
  public Integer call() throws Exception {
    List<ImageOrder> orders = from == null ? List.of(single()) : PromptFile.read(from, defaults());
    try (var target = ImageTarget.open(options, address(), Optional.ofNullable(key))) {
      return new MakeImages(target).all(orders);
    }
  }

  private ImageOrder single() {
    if (prompt == null || prompt.isBlank()) {
      throw new CommandException(
          ExitCode.USAGE, "a prompt is needed: atelier generate \"three red apples\"");
    }
    Path file = output == null ? Path.of("picture." + extension()) : output;
    return new ImageOrder(prompt, defaults().fields(), images, Optional.ofNullable(mask), file);
  }

  private ImageDefaults defaults() {
    for (Path file : images) {
      requireReadable(file);
    }
    if (mask != null) {
      requireReadable(mask);
    }
    if (count < 1 || count > 10) {
      throw new CommandException(ExitCode.USAGE, "--n must be 1 to 10");
    }
    return new ImageDefaults(
        Optional.ofNullable(model),
        Optional.ofNullable(size),
        Optional.ofNullable(quality),
        Optional.ofNullable(background),
        formatWord(),
        count,
        output == null ? Path.of(".") : output);
  }

  private Optional<URI> address() {
    return Optional.ofNullable(server)
        .or(() ->
            Optional.ofNullable(System.getenv("ATELIER_URL"))
                .filter(url -> !url.isBlank())
                .map(URI::create));
  }

  /** The format asked for, or the one that the output's name shows. */
  private Optional<String> formatWord() {
    if (format != null) {
      return Optional.of(format);
    }
    if (output == null || from != null) {
      return Optional.empty();
    }
    String name = output.toString().toLowerCase(Locale.ROOT);
    for (OutputFormat known : OutputFormat.values()) {
      if (name.endsWith("." + known.extension()) || name.endsWith("." + known.word())) {
        return Optional.of(known.word());
      }
    }
    return Optional.empty();
  }

  private String extension() {
    String word = formatWord().orElse(OutputFormat.PNG.word());
    return word.equals(OutputFormat.JPEG.word()) ? OutputFormat.JPEG.extension() : word;
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
