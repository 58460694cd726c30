package dev.atelier.providers.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The reserved tokens of a prompt, and the prompt without them.
 *
 * @param text what is left to draw
 * @param malformed tokens that no rule reads, as written
 */
record Script(String text, List<Token> tokens, List<String> malformed) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\[\\s*atelier\\s*:\\s*([^\\]=\\s]{0,40})\\s*(?:=\\s*([^\\]]{0,200}?)\\s*)?\\]",
          Pattern.CASE_INSENSITIVE);

  /** Anything else that begins like a token, up to its bracket or 240 characters. */
  private static final Pattern BROKEN =
      Pattern.compile("\\[\\s*atelier\\s*:[^\\]]{0,240}\\]?", Pattern.CASE_INSENSITIVE);

  private static final int TOKENS_MAX = 32;
  private static final int LISTED_MAX = 60;

  Script {
    tokens = List.copyOf(tokens);
    malformed = List.copyOf(malformed);
  }

  static Script read(String prompt) {
    var tokens = new ArrayList<Token>();
    var malformed = new ArrayList<String>();
    var rest =
        TOKEN
            .matcher(prompt)
            .replaceAll(found -> {
              var token = Token.read(found.group(1), Optional.ofNullable(found.group(2)));
              token.filter(_ -> tokens.size() < TOKENS_MAX).ifPresent(tokens::add);
              if (token.isEmpty()) {
                note(malformed, found.group());
              }
              return " ";
            });
    var text =
        BROKEN
            .matcher(rest)
            .replaceAll(found -> {
              note(malformed, found.group());
              return " ";
            });
    return new Script(text, tokens, malformed);
  }

  private static void note(List<String> malformed, String written) {
    if (malformed.size() < TOKENS_MAX) {
      malformed.add(written.length() > LISTED_MAX ? written.substring(0, LISTED_MAX) : written);
    }
  }

  /** The first token of a kind. */
  <T extends Token> Optional<T> first(Class<T> kind) {
    return tokens.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  boolean has(Class<? extends Token> kind) {
    return first(kind).isPresent();
  }
}
