package dev.atelier.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.server.command.AtelierCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A command that was run in this process, and what it printed. */
public record PrintedCommand(int code, String text) {

  /** Runs a command as {@code atelier} does. */
  public static PrintedCommand run(List<String> words) {
    var printed = new ByteArrayOutputStream();
    PrintStream usual = System.out;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      int code = AtelierCommand.run(words.toArray(String[]::new));
      return new PrintedCommand(code, printed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(usual);
    }
  }

  /** What was printed with {@code --json}; tests that run beside it may print lines of theirs. */
  public JsonNode json() {
    var begin = Pattern.compile("^[\\[{]", Pattern.MULTILINE).matcher(text);
    int from = begin.find() ? begin.start() : 0;
    int to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
    return JsonMapper.shared().readTree(text.substring(from, to));
  }

  /** What a command printed that must go well. */
  public static String textOf(List<String> words) {
    PrintedCommand command = run(words);
    assertThat(command.code()).isZero();
    return command.text();
  }
}
