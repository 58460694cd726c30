package dev.atelier.server.command;

import dev.atelier.image.OutputFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private OrderOptions order = new OrderOptions();

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

  @Override
  public Integer call() throws Exception {
    List<ImageOrder> orders = from == null ? List.of(single()) : PromptFile.read(from, defaults());
    try (ImageTarget target = server.open()) {
      return new MakeImages(target).all(orders);
    }
  }

  private ImageOrder single() {
    String prompt = order.prompt("generate");
    Path file = output == null ? Path.of("picture." + extension()) : output;
    return new ImageOrder(prompt, defaults().fields(), order.images(), order.mask(), file);
  }

  private ImageDefaults defaults() {
    return order.defaults(formatWord(), output == null ? Path.of(".") : output);
  }

  /** The format asked for, or the one that the output's name shows. */
  private Optional<String> formatWord() {
    if (order.format().isPresent()) {
      return order.format();
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
}
