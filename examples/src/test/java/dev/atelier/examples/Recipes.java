package dev.atelier.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configurations of {@code docs/proxies.md}, word for word, and those that play a service. */
final class Recipes {
  private static final Path PAGE = ExampleProgram.HERE.resolveSibling("docs/proxies.md");

  private Recipes() {}

  /** The first block of code in {@code language} below a heading. */
  static String under(String heading, String language) {
    try {
      String page = Files.readString(PAGE);
      Matcher block =
          Pattern.compile(
                  "(?ms)^#+ " + Pattern.quote(heading) + "$.*?^```" + language + "\n(.*?)^```$")
              .matcher(page);
      if (!block.find()) {
        throw new IllegalStateException("no " + language + " under " + heading);
      }
      return block.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that plays a service. */
  static String played(String file) {
    try (InputStream in = Recipes.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
